/**
 * Stores the logs of rooms: {@link dev.parley.store.log.JdbcRoomLog} implements the core's port
 * {@link dev.parley.chat.history.RoomLog} over a database.
 *
 * <p><b>Writing.</b> One thread ({@code LogWriter}) makes all changes, many of them in one
 * transaction ({@code LogBatch}), over a connection that is opened again after a failure ({@code
 * LogTransactions}). It alone assigns offsets to lines that are stored. After the commit it updates
 * the rooms' {@code RoomState}, which any thread can read, and then answers the askers. Between
 * batches it deletes expired lines and maintains the index ({@code LogMaintenance}).
 *
 * <p><b>Guarantees.</b> A line is answered when its transaction is on the disk. A line that is
 * refused is not in the log: where the outcome of a failed commit is not known, its changes are
 * reverted before anything else is written. Lines of rooms without history get their offsets in
 * memory; the room's row says so, and its log begins a new epoch at the next start.
 */
@NullMarked
package dev.parley.store.log;

import org.jspecify.annotations.NullMarked;
