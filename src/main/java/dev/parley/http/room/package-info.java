/** Serves rooms, their members and roles in the API: {@code /api/v1/rooms}. */
@NullMarked
package dev.parley.http.room;

import org.jspecify.annotations.NullMarked;
