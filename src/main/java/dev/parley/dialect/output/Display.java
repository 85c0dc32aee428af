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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is shown, and how: in which form, with or without the time, and as seen from
 * which room. Confined to the event loop of its connection.
 */
public final class Display {

  private final Peer peer;
  private final Clock clock;
  private final int historyPage;
  private final BooleanSupplier crlf;
  private boolean json;
  private boolean time;
  private @Nullable RoomName current;
  private @Nullable String epoch;
  private Reply.@Nullable Resumed resumed;

  /**
   * @param crlf whether lines are to end in CR LF by now
   * @param historyPage how many lines of history are shown at a time
   */
  public Display(Peer peer, Clock clock, int historyPage, BooleanSupplier crlf) {
    this.peer = peer;
    this.clock = clock;
    this.historyPage = historyPage;
    this.crlf = crlf;
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

  /** The room that what is typed goes to, null where there is none. */
  @Nullable
  public RoomName current() {
    return current;
  }

  /** Shows a reply to a line, after going along with the change that it tells of. */
  public void reply(Reply reply, Session session, InputReference asked) {
    if (reply instanceof Reply.Done) {
      return; // Of what one said oneself nothing more is shown.
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
    write(form().reply(reply, view(asked)));
  }

  private ReplyContext view(InputReference asked) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new ReplyContext(asked, current, time, today, historyPage);
  }

  private void enter(Reply.Entered entered) {
    current = entered.room().name();
    epoch = entered.room().position().epoch();
  }

  /** Goes back to the room that was the current one, if one is in it again. */
  private void resume(Reply.Resumed back) {
    lose();
    resumed = back;
    back.rooms().stream()
        .filter(entered -> entered.room().name().equals(back.current()))
        .forEach(this::enter);
  }

  /**
   * Has what is typed go nowhere until a room is chosen. So is it where the current room is lost,
   * or another is not come into: what was typed for the one must not be said in the other.
   *
   * @return whether there was a current room
   */
  public boolean lose() {
    boolean had = current != null;
    current = null;
    epoch = null;
    return had;
  }

  /** Whether a line that is said is not to be shown now, because those before it are yet to be. */
  public boolean defers(Event.Posted line) {
    Reply.Resumed replaying = resumed;
    return replaying != null && replaying.replay().defers(line);
  }

  /** What was missed and is yet to be shown, or null where nothing is. */
  @Nullable
  public Replay replay() {
    Reply.Resumed replaying = resumed;
    return replaying == null ? null : replaying.replay();
  }

  /** Shows a piece of what was missed. */
  public void replay(Reply.Replayed piece) {
    Replay replay = replay();
    if (replay != null && replay.expects(piece)) {
      write(form().reply(piece, view(new InputReference(0, null))));
      peer.showsUpTo(piece.epoch(), piece.upTo());
      replay.took(piece);
    }
  }

  /** All that was missed is shown. */
  public void caughtUp(Session session) {
    Reply.Resumed replayed = resumed;
    if (replayed != null) {
      resumed = null;
      write(form().caughtUp(replayed));
      if (current == null) {
        notice(Wording.nowhere(session.rooms()));
      }
      replayed.replay().end();
    }
  }

  /** Shows what the server itself has to say. */
  public void notice(String text) {
    write(form().notice(text));
  }

  /** The line that closes the connection. */
  public byte[] bye(Disconnect why, Receipt receipt) {
    return encode(form().bye(why, receipt));
  }

  /** What someone is told who is turned away at the door, before anything was said. */
  public byte[] refusal(String text) {
    return encode(TextForm.REFUSAL + text + "\n");
  }

  /**
   * The style in which an event is to be shown, after going along with the change that it tells of.
   */
  public int style(Event event, Session session) {
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
      elsewhere = !isCurrent(happened);
      if (happened instanceof Event.RoomDeleted || happened instanceof Event.Removed) {
        goOut(happened, elsewhere, session);
      }
      boolean past = session.isInAnother(happened.room(), happened.epoch());
      if (past || (happened instanceof Event.LineRedacted && !json)) {
        return Conversation.HIDDEN; // Of the last room of that name, or of a line on the screen.
      }
    }
    return new Style(json, elsewhere, own, time && said, crlf.getAsBoolean()).number();
  }

  /** Goes out of a room with the event that says so: nothing more of it is replayed. */
  private void goOut(Event.InRoom event, boolean elsewhere, Session session) {
    Replay replaying = replay();
    if (replaying != null) {
      replaying.leave(event.room(), event.epoch());
    }
    if (elsewhere) {
      return;
    }
    lose();
    if (event instanceof Event.Removed) {
      peer.executeLater(() -> {
        if (current == null) {
          notice(Wording.nowhere(session.rooms()));
        }
      });
    }
  }

  /** Goes back to the room that was joined last, if the one that was left was the current one. */
  private void leave(RoomName left, Session session) {
    if (left.equals(current)) {
      List<RoomName> rest = session.rooms().stream().filter(room -> !room.equals(left)).toList();
      current = rest.isEmpty() ? null : rest.getLast();
      epoch = current == null ? null : session.epochOf(current);
    }
  }

  /** Asked for every receiver of every message, and mostly of the very same objects. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isCurrent(Event.InRoom event) {
    return (event.room() == current || event.room().equals(current)) && event.epoch().equals(epoch);
  }

  private OutputForm form() {
    return json ? OutputForm.JSON : OutputForm.TEXT;
  }

  private void write(String lines) {
    if (!lines.isEmpty()) {
      peer.write(encode(lines));
    }
  }

  private byte[] encode(String lines) {
    return OutputLines.encode(lines, crlf.getAsBoolean());
  }
}
