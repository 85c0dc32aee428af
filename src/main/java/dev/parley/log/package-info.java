/**
 * Where rooms and their logs are kept: {@link dev.parley.log.JdbcRoomLog}, which is the core's port
 * {@link dev.parley.chat.history.RoomLog} over a database, SQLite or PostgreSQL.
 *
 * <p><b>Who writes.</b> One thread ({@code LogWriter}) makes all changes, many of them in one
 * transaction ({@code Batch}); it alone gives offsets to lines that are stored. What it has
 * committed it tells the rooms' {@code RoomState}, which anyone may ask, and then those who wait.
 *
 * <p><b>What one may rely on.</b> A line is answered when its transaction is on the disk. One that
 * is refused is not in the log: where a commit failed in a way that leaves it open what became of
 * it, its rooms are put right before anything else is written to them. Lines of rooms that keep no
 * history are numbered in memory; the room's row says so, and then its log begins a new epoch when
 * the server starts again.
 *
 * <p><b>What comes from elsewhere.</b> {@link dev.parley.log.Import} fills an empty store at the
 * start: from a backup, in new epochs, or from the database of a server that moves.
 */
@ApplicationModule(allowedDependencies = {"chat", "chat :: history", "chat :: name"})
@NullMarked
package dev.parley.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
