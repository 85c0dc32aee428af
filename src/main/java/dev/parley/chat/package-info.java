/**
 * Implements the core: people, rooms and what is said in them, in plain Java. It knows no socket,
 * no framework and no database; those come to it through the ports {@link
 * dev.parley.chat.api.Transport}, {@link dev.parley.chat.api.Endpoint}, {@link
 * dev.parley.chat.history.RoomLog}, {@link dev.parley.chat.account.Accounts}, {@link
 * dev.parley.chat.account.Tokens}, {@link dev.parley.chat.moderation.ModerationStore}, {@link
 * dev.parley.chat.audit.Audit} and {@link dev.parley.chat.api.ChatMetrics}.
 *
 * <p><b>Parts.</b> {@link dev.parley.chat.Chat} is the facade, and alone knows all parts. Each part
 * uses only those above it in this table:
 *
 * <table>
 *   <caption>Parts of the core</caption>
 *   <tr><td>{@code name}</td><td>names of people and rooms, and texts fit to be shown</td></tr>
 *   <tr><td>{@code history}</td><td>lines, room settings and the log of a room</td></tr>
 *   <tr><td>{@code account}</td><td>accounts and tokens</td></tr>
 *   <tr><td>{@code moderation}</td><td>values of bans, roles and the lockdown level</td></tr>
 *   <tr><td>{@code api}</td><td>what every protocol speaks: commands, replies, events</td></tr>
 *   <tr><td>{@code session}</td><td>sessions, their registry and their names</td></tr>
 *   <tr><td>{@code audit}</td><td>the record of changes</td></tr>
 *   <tr><td>{@code login}</td><td>authentication and its throttle</td></tr>
 *   <tr><td>{@code access}</td><td>bans, roles and the lockdown level in force</td></tr>
 *   <tr><td>{@code room}</td><td>rooms and the order of their events</td></tr>
 *   <tr><td>{@code arrival}</td><td>coming in, leaving, resuming, and who may not stay</td></tr>
 *   <tr><td>{@code operator}</td><td>what the API and moderators change</td></tr>
 *   <tr><td>{@code command}</td><td>the commands of people</td></tr>
 * </table>
 *
 * <p><b>Ways in.</b> A protocol has the core handle what one person asks for: a {@link
 * dev.parley.chat.api.Command} goes in, a {@link dev.parley.chat.api.Reply} comes back to the
 * asker. An operator acts through {@link dev.parley.chat.operator.Operator} and {@link
 * dev.parley.chat.operator.Moderation}, and on accounts through {@link
 * dev.parley.chat.operator.AccountAdmin}. What everyone else sees is an {@link
 * dev.parley.chat.api.Event}, handed to the receivers' transports by the {@link
 * dev.parley.chat.api.Hub}. Replies are returned, events are published.
 *
 * <p><b>Which thread may call what.</b> Every public method may be called from any thread and none
 * blocks on I/O, except where its documentation says "may block". The commands of one session come
 * one after the other, never at the same time, and its end comes last; different sessions' commands
 * run side by side. {@link dev.parley.chat.api.Transport#deliver} is called with a room's lock held
 * and only enqueues.
 *
 * <p><b>Which lock is inside which.</b> From the outside in:
 *
 * <ol>
 *   <li>a change of accounts ({@code AccountAdmin}, {@code PasswordChange}), one at a time.
 *   <li>a session's identity lock ({@code Session}): while it changes who the person is. Only a
 *       session without a name holds another's besides its own, and only one with a name is held
 *       so.
 *   <li>a room's lock ({@code Room}): membership, settings, the order of its events. A thread holds
 *       the lock of at most one room.
 *   <li>a log's own lock (an implementation of {@code RoomLog}): never calls out while holding it,
 *       save for the completion of an append, which its caller made under that room's lock.
 * </ol>
 *
 * A session's state itself is volatile or changed by compare-and-set, and names are a concurrent
 * map: neither takes a lock.
 *
 * <p><b>Rules.</b> Bans, roles and the lockdown level are asked in memory, without a lock. They are
 * changed one after the other on a thread that may block: first in the store, then in memory, then
 * on those who are here. A person's name, account and address are looked up when they come in, take
 * a name or join a room, not with each line: what has hit a session it bears from then on. Whoever
 * changes the rules looks afterwards at who is here; whoever comes in, takes a name, logs in or
 * comes back looks at the rules once they can be seen. So one of them sees the other, whichever
 * comes first. Passwords and proofs likewise: whoever sets a password ends those who are logged in
 * by the old one, and whoever assumes an identity sees that it is out of date.
 *
 * <p><b>Order.</b> All members of a room see its events in one order: the order in which the room's
 * lock was held. An event of a room that is waiting for the log holds back those behind it.
 */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
