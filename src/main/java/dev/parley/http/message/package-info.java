/** Serves messages and announcements in the API: {@code /api/v1/rooms/{name}/messages}. */
@NullMarked
package dev.parley.http.message;

import org.jspecify.annotations.NullMarked;
