/**
 * Keeps the rooms' logs: {@link dev.parley.store.log.JdbcRoomLog} is the core's port {@link
 * dev.parley.chat.history.RoomLog} over a database.
 *
 * <p><b>Writing.</b> One thread ({@code LogWriter}) makes all changes, many of them in one
 * transaction ({@code LogBatch}); it alone gives offsets to lines that are stored. Once a
 * transaction is committed it tells the rooms' {@code RoomState}, which may be asked from any
 * thread, and then those who wait.
 *
 * <p><b>Promises.</b> A line is answered when its transaction is on the disk. One that is refused
 * is not in the log: where a commit failed in a way that leaves its outcome open, its rooms are put
 * right before anything else is written to them. Lines of rooms that keep no history are numbered
 * in memory; the room's row says so, and its log begins a new epoch when the server starts again.
 */
@NullMarked
package dev.parley.store.log;

import org.jspecify.annotations.NullMarked;
