/**
 * Implements the core of the server: people, rooms and messages, in plain Java. It uses no sockets,
 * no framework and no database; these are connected through the ports {@link
 * dev.parley.chat.api.Transport}, {@link dev.parley.chat.api.Endpoint}, {@link
 * dev.parley.chat.history.RoomLog}, {@link dev.parley.chat.account.Accounts}, {@link
 * dev.parley.chat.account.Tokens}, {@link dev.parley.chat.moderation.ModerationStore}, {@link
 * dev.parley.chat.metadata.MetadataStore}, {@link dev.parley.chat.audit.Audit}, {@link
 * dev.parley.chat.api.ChatMetrics}, {@link dev.parley.chat.peer.SessionStore} and {@link
 * dev.parley.chat.peer.PeerNetwork}.
 *
 * <p><b>Packages.</b> {@link dev.parley.chat.Chat} is the facade, and alone uses all packages. Each
 * package uses only those above it in this table:
 *
 * <table>
 *   <caption>Packages of the core</caption>
 *   <tr><td>{@code name}</td><td>names of people and rooms, and clean texts</td></tr>
 *   <tr><td>{@code history}</td><td>lines, room settings and the log of a room</td></tr>
 *   <tr><td>{@code account}</td><td>accounts and tokens</td></tr>
 *   <tr><td>{@code moderation}</td><td>bans, roles and the lockdown level, as values</td></tr>
 *   <tr><td>{@code api}</td><td>commands, replies and events, and the ports of protocols</td></tr>
 *   <tr><td>{@code peer}</td><td>the other servers of a cluster: ports and messages</td></tr>
 *   <tr><td>{@code session}</td><td>sessions, their registry and their names</td></tr>
 *   <tr><td>{@code metadata}</td><td>what people and rooms tell of themselves</td></tr>
 *   <tr><td>{@code audit}</td><td>the record of changes</td></tr>
 *   <tr><td>{@code login}</td><td>authentication and its throttle</td></tr>
 *   <tr><td>{@code access}</td><td>bans, roles and the lockdown level in force</td></tr>
 *   <tr><td>{@code room}</td><td>rooms and the order of their events</td></tr>
 *   <tr><td>{@code arrival}</td><td>arrival, departure, resumption and enforcement</td></tr>
 *   <tr><td>{@code operator}</td><td>changes by the API and by moderators</td></tr>
 *   <tr><td>{@code command}</td><td>the commands of people</td></tr>
 *   <tr><td>{@code roster}</td><td>the people of all servers of a cluster</td></tr>
 * </table>
 *
 * <p><b>Entry points.</b> A protocol passes the requests of one session to the core: a {@link
 * dev.parley.chat.api.Command} is answered by a {@link dev.parley.chat.api.Reply} to the asker. An
 * operator acts through {@link dev.parley.chat.operator.Operator} and {@link
 * dev.parley.chat.operator.Moderation}, and on accounts through {@link
 * dev.parley.chat.operator.AccountAdmin}. Everyone else is shown an {@link
 * dev.parley.chat.api.Event}, which the {@link dev.parley.chat.api.Hub} passes to the receivers'
 * transports. Outcomes are returned, events are published.
 *
 * <p><b>Threads.</b> Every public method may be called from any thread and none blocks on I/O,
 * except where its documentation says "may block". The commands of one session are executed one
 * after the other, also those of several connections that share it, and its end after them; the
 * commands of different sessions run in parallel. {@link dev.parley.chat.api.Transport#deliver} is
 * called with a room's lock held and only enqueues.
 *
 * <p><b>Order of locks.</b> From the outermost to the innermost:
 *
 * <ol>
 *   <li>the lock for commands of a session, of which several connections can give some ({@code
 *       Session}): no thread holds that of two sessions.
 *   <li>the lock for changes of accounts ({@code AccountAdmin}, {@code PasswordChange}).
 *   <li>a session's identity lock ({@code Session}): held while the identity changes. Only a
 *       session without a name holds another session's lock besides its own, and only the lock of a
 *       session with a name is held so.
 *   <li>the lock of the directory of people at other servers ({@code PeerDirectory}): held while a
 *       session takes the place of another one of its person.
 *   <li>a room's lock ({@code Room}): membership, settings, the order of its events. A thread holds
 *       the lock of at most one room.
 *   <li>the lock of a log (an implementation of {@code RoomLog}): the log calls no other object
 *       while holding it, except the completion of an append, which its caller made under that
 *       room's lock.
 * </ol>
 *
 * The lock on what is stored of sessions ({@code AlwaysOnSessions}) is inside all of these.
 *
 * <p>The state of a session is volatile or changed by compare-and-set, and the registry of names is
 * a concurrent map: neither takes a lock.
 *
 * <p><b>Moderation rules.</b> Bans, roles and the lockdown level are read in memory, without a
 * lock. They are changed one after the other on a thread that may block: first in the store, then
 * in memory, then on the connected sessions. A person's name, account and address are checked on
 * arrival, on a change of name and on joining a room, not for each line: a ban that applies stays
 * attached to the session. A change of rules checks the sessions afterwards; an arrival, a change
 * of name, a login and a resumption check the rules after they are visible. So one of the two sees
 * the other, in any order. Likewise for passwords: a change of the password ends the sessions that
 * logged in with the old one, and applying an identity checks that its proof is up to date.
 *
 * <p><b>Several servers.</b> A person at another server of a cluster is a {@link
 * dev.parley.chat.session.Session} whose endpoint is a {@link dev.parley.chat.peer.RemoteEndpoint}:
 * it has a name, is in rooms and is counted like the others, and no event for many is sent to it.
 * Each server tells the others facts about its own people, requests that concern the people of
 * another one are carried out there, and each applies changes of the rules to its own. Before a
 * name is used it is claimed in the register of all servers, which blocks: a command that claims
 * one is answered later.
 *
 * <p><b>Order of events.</b> All members of a room see its events in one order: the order in which
 * the room's lock was held. An event of a room that is waiting for the log blocks those after it.
 */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
