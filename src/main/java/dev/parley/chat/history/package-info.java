/**
 * Defines the persistent state of rooms: the log with its port {@link
 * dev.parley.chat.history.RoomLog}, its lines and their text form, and the settings. Depends only
 * on {@code name}.
 */
@NullMarked
package dev.parley.chat.history;

import org.jspecify.annotations.NullMarked;
