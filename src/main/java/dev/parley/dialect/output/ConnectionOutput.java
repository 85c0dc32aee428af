package dev.parley.dialect.output;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders the output of one connection in its form, text or JSON, with or without the time,
 * relative to its current room. Confined to the event loop of its connection.
 */
public final class ConnectionOutput {

  private final Peer peer;
  private final Clock clock;
  private final int historyPage;
  private final OutputEncoder encoder;
  private boolean json;
  private boolean time;
  private @Nullable RoomName current;
  private @Nullable String epoch;
  private Reply.@Nullable Resumed resumed;

  /**
   * @param historyPage number of lines of history shown at a time
   * @param encoder encodes the lines
   */
  public ConnectionOutput(Peer peer, Clock clock, int historyPage, OutputEncoder encoder) {
    this.peer = peer;
    this.clock = clock;
    this.historyPage = historyPage;
    this.encoder = encoder;
  }

  public boolean isJson() {
    return json;
  }

  public void json(boolean on) {
    json = on;
  }

  public void time(boolean on) {
    time = on;
  }

  /** Returns the current room, which input goes to, null if there is none. */
  @Nullable
  public RoomName current() {
    return current;
  }

  /** Returns the epoch of the current room, null if there is none. */
  public @Nullable String currentEpoch() {
    return epoch;
  }

  /** Shows a reply to a line and applies the change that it reports to the current room. */
  public void reply(Reply reply, Session session, InputReference asked) {
    if (!(reply instanceof Reply.Content content)) {
      return;
    }
    if (reply instanceof Reply.LoggedIn(_, _, _, Reply.Arrived arrived) && arrived != null) {
      enter(arrived.lobby());
    } else if (reply instanceof Reply.Arrived arrived) {
      enter(arrived.lobby());
    } else if (reply instanceof Reply.Entered entered) {
      enter(entered);
    } else if (reply instanceof Reply.Resumed back) {
      resume(back);
    } else if (reply instanceof Reply.Departed(RoomName room)) {
      leave(room, session);
    }
    write(renderer().reply(content, view(asked)));
  }

  private ReplyContext view(InputReference asked) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new ReplyContext(asked, current, time, today, historyPage);
  }

  private void enter(Reply.Entered entered) {
    current = entered.room().name();
    epoch = entered.room().position().epoch();
  }

  /** Makes the former current room the current one again, if the session is in it. */
  private void resume(Reply.Resumed back) {
    clearCurrent();
    resumed = back;
    back.rooms().stream()
        .filter(entered -> entered.room().name().equals(back.current()))
        .forEach(this::enter);
  }

  /**
   * Clears the current room, so that input goes nowhere until a room is chosen: when the current
   * room is lost, or another one cannot be joined, input for the one must not be posted in the
   * other.
   *
   * @return whether there was a current room
   */
  public boolean clearCurrent() {
    boolean had = current != null;
    current = null;
    epoch = null;
    return had;
  }

  /** Returns whether a live line must wait because earlier lines are not shown yet. */
  public boolean defers(Event.Posted line) {
    Reply.Resumed replaying = resumed;
    return replaying != null && replaying.replay().defers(line);
  }

  /** Returns the replay in progress, or null if there is none. */
  @Nullable
  public Replay replay() {
    Reply.Resumed replaying = resumed;
    return replaying == null ? null : replaying.replay();
  }

  /** Shows a piece of the replay. */
  public void replay(Reply.Replayed piece) {
    Replay replay = replay();
    if (replay != null && replay.expects(piece)) {
      write(renderer().reply(piece, view(new InputReference(0, null))));
      peer.recordShown(piece.epoch(), piece.upTo());
      replay.took(piece);
    }
  }

  /** Ends the replay. */
  public void caughtUp(Session session) {
    Reply.Resumed replayed = resumed;
    if (replayed != null) {
      resumed = null;
      write(renderer().caughtUp(replayed));
      if (current == null) {
        notice(Wording.noCurrentRoom(session.rooms()));
      }
      replayed.replay().end();
    }
  }

  /** Shows a notice of the server. */
  public void notice(String text) {
    write(renderer().notice(text));
  }

  /** Returns the line that closes the connection. */
  public byte[] bye(Disconnect why, InputSummary summary) {
    return encode(renderer().bye(why, summary));
  }

  /** Returns the refusal of a connection before any input. */
  public byte[] refusal(String text) {
    return encode(TextRenderer.REFUSAL + text + "\n");
  }

  /**
   * Applies the change that an event reports to the current room, and returns the style of the
   * event.
   */
  public int style(Event event, Session session) {
    if (event instanceof Event.Signalled
        || event instanceof Event.ConnectionChanged
        || event instanceof Event.RealNameChanged) {
      return Conversation.HIDDEN; // It has the form of its sender's protocol alone.
    }
    boolean elsewhere = false;
    boolean own = false;
    boolean said = false;
    if (event instanceof Event.Posted posted) {
      said = posted.entry().kind() != LogEntry.Kind.TOPIC;
      elsewhere = said && !isCurrent(posted);
      own = said && posted.sender() == session && (!json || posted.ref() != null);
    } else if (event instanceof Event.PrivateMessage) {
      said = true;
    } else if (event instanceof Event.InRoom happened) {
      if (happened instanceof Event.LogRenewed renewed) {
        renew(renewed);
      }
      elsewhere = !isCurrent(happened);
      if (happened instanceof Event.RoomRenamed renamed && !elsewhere) {
        current = renamed.to();
      }
      if (happened instanceof Event.RoomDeleted || happened instanceof Event.Removed) {
        leaveRoom(happened, elsewhere, session);
      }
      boolean past =
          !(happened instanceof Event.RoomRenamed)
              && session.isInAnother(happened.room(), happened.epoch());
      if (past || (!json && isForPrograms(happened))) {
        return Conversation.HIDDEN; // Of a former room, or nothing to show to people.
      }
    } else if (!json && isForPrograms(event)) {
      return Conversation.HIDDEN;
    }
    return new Style(json, elsewhere, own, time && said, encoder.crlf()).number();
  }

  /** Returns whether an event has a form for programs alone. */
  private static boolean isForPrograms(Event event) {
    return switch (event) {
      case Event.LineRedacted _,
          Event.AwayChanged _,
          Event.RoleChanged _,
          Event.MemberRoleChanged _,
          Event.GuestInvited _,
          Event.AccountChanged _,
          Event.MetadataChanged _,
          Event.RoomMetadataChanged _,
          Event.RealNameChanged _,
          Event.SettingsChanged _ ->
          true;
      case Event.MemberJoined joined -> joined.counted();
      case Event.MemberLeft left -> left.counted();
      case Event.UnreadCounted counted -> counted.elsewhere() || counted.count().unread() == 0;
      default -> false;
    };
  }

  /** Goes on in the new epoch of a room: nothing more of the one before is replayed. */
  private void renew(Event.LogRenewed event) {
    Replay replaying = replay();
    if (replaying != null) {
      replaying.leave(event.before());
    }
    if (event.before().equals(epoch)) {
      epoch = event.epoch();
    }
  }

  /** Leaves a room at its event: nothing more of it is replayed. */
  private void leaveRoom(Event.InRoom event, boolean elsewhere, Session session) {
    Replay replaying = replay();
    if (replaying != null) {
      replaying.leave(event.epoch());
    }
    if (elsewhere) {
      return;
    }
    clearCurrent();
    if (event instanceof Event.Removed) {
      peer.executeLater(() -> {
        if (current == null) {
          notice(Wording.noCurrentRoom(session.rooms()));
        }
      });
    }
  }

  /** Makes the room that was joined last the current one, if the one that was left was it. */
  private void leave(RoomName left, Session session) {
    if (left.equals(current)) {
      List<RoomName> rest = session.rooms().stream().filter(room -> !room.equals(left)).toList();
      current = rest.isEmpty() ? null : rest.getLast();
      epoch = current == null ? null : session.epochOf(current);
    }
  }

  private boolean isCurrent(Event.InRoom event) {
    return event.epoch().equals(epoch);
  }

  private OutputRenderer renderer() {
    return json ? OutputRenderer.JSON : OutputRenderer.TEXT;
  }

  private void write(String lines) {
    if (!lines.isEmpty()) {
      peer.write(encode(lines));
    }
  }

  private byte[] encode(String lines) {
    return encoder.encode(lines);
  }
}
