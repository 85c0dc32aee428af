/** Streams of a room's lines: {@code /api/v1/rooms/{name}/stream}. */
@NullMarked
package dev.parley.http.stream;

import org.jspecify.annotations.NullMarked;
