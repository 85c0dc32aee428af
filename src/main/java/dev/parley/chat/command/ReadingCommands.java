package dev.parley.chat.command;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.UnreadCount;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.Membership;
import dev.parley.chat.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records how far people have read, and counts what they have not. What the owner of an account has
 * read is kept for all of its sessions; what a guest has read is forgotten with the session. Safe
 * for use from any thread.
 */
public final class ReadingCommands {

  private static final int PAGE = 200;

  private final Rooms rooms;
  private final Accounts accounts;
  private final Executor blocking;
  private final PeerNetwork network;
  private final ChatMetrics metrics;
  private final long pieceBytes;

  /**
   * @param blocking runs tasks that may block
   * @param pieceBytes the number of bytes of lines to read at a time
   */
  public ReadingCommands(
      Rooms rooms,
      Accounts accounts,
      Executor blocking,
      PeerNetwork network,
      ChatMetrics metrics,
      long pieceBytes) {
    this.rooms = rooms;
    this.accounts = accounts;
    this.blocking = blocking;
    this.network = network;
    this.metrics = metrics;
    this.pieceBytes = pieceBytes;
  }

  /** Records that a session has read a room up to an offset, and counts the rest. */
  Reply markSeen(Session session, Room room, long offset) {
    long last = room.lastShown();
    return offset > last && room.contains(session)
        ? new Reply.Refused(
            Refusal.INVALID_VALUE,
            room.name() + " has no line " + offset + ": the last is " + last + ".")
        : markSeen(session, room, () -> offset);
  }

  /** Records that a session has read the lines of a room up to a time, and counts the rest. */
  Reply markSeen(Session session, Room room, Instant at) {
    return markSeen(
        session, room, () -> Math.min(room.lastShown(), room.history().offsetAfter(at) - 1));
  }

  private Reply markSeen(Session session, Room room, LongSupplier upTo) {
    return reading(
        session,
        room,
        (place, owner) -> {
          long offset = upTo.getAsLong();
          if (owner == null) {
            place.read(offset);
          } else {
            accounts.readMarkers().advance(owner.id(), room.epoch(), offset);
          }
          long seen = seen(room, place, owner);
          if (owner != null) {
            showElsewhere(session, owner.name(), room, seen);
            network.publish(
                new PeerMessage.LinesRead(owner.name(), room.name(), room.epoch(), seen));
          }
          return new Reply.Unread(count(session, room, seen));
        });
  }

  /** Tells how far a session has read a room. */
  Reply lastSeen(Session session, Room room) {
    return reading(
        session,
        room,
        (place, owner) -> {
          long seen = seen(room, place, owner);
          return new Reply.LastSeen(room.name(), room.epoch(), seen, timeOf(room, seen));
        });
  }

  /** Passes on where a session is in a room, and the owner of its account; may block. */
  private Reply reading(
      Session session, Room room, BiFunction<Membership, @Nullable AccountProfile, Reply> task) {
    Membership place = membership(session, room);
    return place == null
        ? room.notAMember()
        : new Reply.Deferred(
            CompletableFuture.supplyAsync(() -> task.apply(place, owner(session)), blocking)
                .exceptionally(
                    failure -> Failures.refusal("Marking lines as read", failure, metrics)));
  }

  private long seen(Room room, Membership place, @Nullable AccountProfile owner) {
    return owner == null
        ? place.read()
        : accounts.readMarkers().of(owner.id()).getOrDefault(room.epoch(), 0L);
  }

  private static @Nullable Instant timeOf(Room room, long offset) {
    List<LogEntry> line =
        offset == 0
            ? List.of()
            : room.history().read(new RoomLog.Query(offset - 1, offset + 1, List.of(), false, 1));
    return line.isEmpty() ? null : line.getFirst().at();
  }

  /** Shows the other sessions of an account in a room up to where its owner has read. */
  private void showElsewhere(@Nullable Session session, Nick owner, Room room, long seen) {
    for (Session other : room.members()) {
      Account account = other.account();
      if (other != session
          && !other.isRemote()
          && account != null
          && account.name().equals(owner)) {
        UnreadCount count = count(other, room, seen);
        other.endpoint().deliver(new Event.UnreadCounted(count, true, other));
      }
    }
  }

  /** Shows the sessions of an account here up to where its owner has read elsewhere. May block. */
  public void learn(PeerMessage.LinesRead read) {
    Room room = rooms.ofEpoch(read.epoch());
    if (room != null) {
      showElsewhere(null, read.account(), room, read.offset());
    }
  }

  private static @Nullable Membership membership(Session session, Room room) {
    return session.memberships().stream()
        .filter(place -> place.epoch().equals(room.epoch()))
        .findFirst()
        .orElse(null);
  }

  private @Nullable AccountProfile owner(Session session) {
    Account account = session.account();
    return account == null ? null : accounts.find(account.name());
  }

  /**
   * Shows the owner of an account what is unread in the rooms of a reply: of the room that was
   * joined, or of all rooms after a login. A room in which nothing was ever marked is left out.
   */
  public void showUnread(Session session, Reply reply) {
    if (owner(session) == null) {
      return;
    }
    switch (reply) {
      case Reply.Entered entered when !entered.before() ->
          showUnread(session, List.of(entered.room().position().epoch()));
      case Reply.LoggedIn _ ->
          showUnread(session, session.memberships().stream().map(Membership::epoch).toList());
      default -> {}
    }
  }

  private void showUnread(Session session, List<String> epochs) {
    blocking.execute(() -> {
      try {
        AccountProfile owner = owner(session);
        if (owner != null) {
          Map<String, Long> markers = accounts.readMarkers().of(owner.id());
          for (Room room : rooms.of(session)) {
            Long seen = epochs.contains(room.epoch()) ? markers.get(room.epoch()) : null;
            if (seen != null) {
              UnreadCount count = count(session, room, seen);
              session.endpoint().deliver(new Event.UnreadCounted(count, false, session));
            }
          }
        }
      } catch (RuntimeException failure) {
        Failures.report("Counting unread lines", failure, metrics);
      }
    });
  }

  private UnreadCount count(Session session, Room room, long seen) {
    Pattern mention = mention(session);
    int unread = 0;
    int mentions = 0;
    int read = 0;
    long at = seen;
    List<LogEntry> page = page(room, at);
    while (!page.isEmpty() && read < UnreadCount.MAX_COUNTED) {
      for (LogEntry line : page) {
        if (isUnread(session, line)) {
          unread++;
          mentions += mention.matcher(line.text()).find() ? 1 : 0;
        }
      }
      read += page.size();
      at = page.getLast().offset();
      page = page(room, at);
    }
    return new UnreadCount(
        room.name(), room.epoch(), seen, timeOf(room, seen), unread, mentions, !page.isEmpty());
  }

  private List<LogEntry> page(Room room, long after) {
    RoomLog.Query query = RoomLog.Query.after(after, PAGE).within(pieceBytes);
    return query.cut(room.history().read(query));
  }

  private static boolean isUnread(Session session, LogEntry line) {
    if (line.kind() == LogEntry.Kind.TOPIC || line.redacted() || !session.sees(line)) {
      return false;
    }
    Nick from = Nick.parse(line.from());
    Participant owner = session.owner();
    return from == null
        || !(session.participant().said(from, line.at())
            || (owner != null && owner.said(from, line.at())));
  }

  /**
   * Returns a pattern that finds the name of a session, or that of its account, as a word of its
   * own, in any case.
   */
  private static Pattern mention(Session session) {
    String letter = "[\\p{L}\\p{M}\\p{N}_-]";
    String names =
        Stream.of(Optional.ofNullable(session.nick()), Optional.ofNullable(session.login()))
            .flatMap(Optional::stream)
            .map(name -> Pattern.quote(name.value()))
            .collect(Collectors.joining("|"));
    return Pattern.compile(
        "(?<!" + letter + ")(?:" + names + ")(?!" + letter + ")",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
