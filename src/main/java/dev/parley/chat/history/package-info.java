/**
 * What of a room outlasts those who are in it: its log, by the port {@link
 * dev.parley.chat.history.RoomLog}, the lines in it and how people read them, and how the room is
 * set. Of parley it depends on names alone; the rooms that write the log are in the package above.
 */
@NullMarked
package dev.parley.chat.history;

import org.jspecify.annotations.NullMarked;
