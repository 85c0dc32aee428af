/**
 * Stores the logs of rooms: {@link dev.parley.store.log.JdbcRoomLog} implements the core's port
 * {@link dev.parley.chat.history.RoomLog} over a database.
 *
 * <p><b>Writing.</b> One thread ({@code LogWriter}) makes all changes, many of them in one
 * transaction ({@code LogBatch}), over a connection that is opened again after a failure ({@code
 * LogTransactions}). After the commit it updates the rooms' {@code RoomState}, which any thread can
 * read, and then answers the askers. Between batches it deletes expired lines and maintains the
 * index ({@code LogMaintenance}).
 *
 * <p><b>Offsets.</b> With SQLite, whose file belongs to one server, the writer counts. PostgreSQL
 * gives offsets and times in the one statement that stores a batch ({@code LineAppender}), so
 * others may append too: lines of theirs that come before are told to the follower first. Such a
 * statement is a transaction of its own, unless the batch creates, saves, deletes or redacts.
 *
 * <p><b>Guarantees.</b> A line is answered when its transaction is on the disk. Where a connection
 * is lost with a batch, the next one tells what became of it before anything else is written:
 * PostgreSQL by the row of this server in the table {@code writer}, which is written along with the
 * lines; SQLite by the first line of the batch, as nobody else can have stored one at its offset. A
 * batch that is not stored is written again. If there is no next connection, its tasks fail, and
 * lines that turn out to be stored are told later. Nothing is deleted to repair. Lines of rooms
 * without history get their offsets in memory; the room's row says so, and its log begins a new
 * epoch at the next start.
 *
 * <p><b>Several servers.</b> Where the database is shared, {@link dev.parley.store.log.LogPeers}
 * connects the log to those of the others. {@code LogSync}, on the writer's thread, takes in the
 * lines that they stored, in the order of offsets ({@code LineSequence}), and compares the rooms
 * with the database from time to time. Every change is one statement, which can be repeated after a
 * failure. The database gives ids to rooms and offsets to all lines, also to those that are not
 * kept; one server at a time, the caretaker, deletes what has expired. A server whose lease is over
 * neither writes nor tells anything.
 */
@NullMarked
package dev.parley.store.log;

import org.jspecify.annotations.NullMarked;
