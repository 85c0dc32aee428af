/** Streams the lines of a room: {@code /api/v1/rooms/{name}/stream}. */
@NullMarked
package dev.parley.http.stream;

import org.jspecify.annotations.NullMarked;
