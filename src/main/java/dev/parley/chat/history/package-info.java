/**
 * Defines the persistent state of rooms: the log with its port {@link
 * dev.parley.chat.history.RoomLog}, its lines and their text form, and the settings. Of parley it
 * depends on names alone; the rooms that write the log are in the package above.
 */
@NullMarked
package dev.parley.chat.history;

import org.jspecify.annotations.NullMarked;
