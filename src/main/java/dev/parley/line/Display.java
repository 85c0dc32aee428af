package dev.parley.line;

import dev.parley.chat.Disconnect;
import dev.parley.chat.Event;
import dev.parley.chat.Reply;
import dev.parley.chat.Session;
import dev.parley.chat.history.Entry;
import dev.parley.chat.name.RoomName;
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
final class Display {

  private final Peer peer;
  private final Clock clock;
  private final int historyPage;
  private final BooleanSupplier crlf;
  private boolean json;
  private boolean time;
  private @Nullable RoomName current;

  /**
   * @param crlf whether lines are to end in CR LF by now
   * @param historyPage how many lines of history are shown at a time
   */
  Display(Peer peer, Clock clock, int historyPage, BooleanSupplier crlf) {
    this.peer = peer;
    this.clock = clock;
    this.historyPage = historyPage;
    this.crlf = crlf;
  }

  boolean isJson() {
    return json;
  }

  void json(boolean on) {
    json = on;
  }

  void time(boolean on) {
    time = on;
  }

  /** The room that what is typed goes to, null where there is none. */
  @Nullable RoomName current() {
    return current;
  }

  /** Shows a reply to a line, after going along with the change that it tells of. */
  void reply(Reply reply, Session session, Asked asked) {
    if (reply instanceof Reply.Done) {
      return; // Of what one said oneself nothing more is shown.
    }
    if (reply instanceof Reply.LoggedIn(_, _, _, Reply.Arrived arrived) && arrived != null) {
      current = arrived.lobby().room().name();
    } else if (reply instanceof Reply.Arrived arrived) {
      current = arrived.lobby().room().name();
    } else if (reply instanceof Reply.Entered entered) {
      current = entered.room().name();
    } else if (reply instanceof Reply.Resumed resumed) {
      current = room(resumed);
    } else if (reply instanceof Reply.Departed(RoomName room)) {
      leave(room, session);
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    View view = new View(asked, current, time, today, historyPage);
    if (reply instanceof Reply.Resumed resumed) {
      form().resumed(resumed, view, new Replay(peer, this::write));
    } else {
      write(form().reply(reply, view));
    }
  }

  /** The room that was the current one, or if one is no longer in it, the last that one is in. */
  private static @Nullable RoomName room(Reply.Resumed resumed) {
    List<RoomName> rooms =
        resumed.rooms().stream().map(back -> back.entered().room().name()).toList();
    RoomName before = resumed.current();
    if (before != null && rooms.contains(before)) {
      return before;
    }
    return rooms.isEmpty() ? null : rooms.getLast();
  }

  /** Shows what the server itself has to say. */
  void notice(String text) {
    write(form().notice(text));
  }

  /** The line that closes the connection. */
  byte[] bye(Disconnect why, Receipt receipt) {
    return encode(form().bye(why, receipt));
  }

  /** What someone is told who is turned away at the door, before anything was said. */
  byte[] refusal(String text) {
    return encode(TextForm.REFUSAL + text + "\n");
  }

  /**
   * The style in which an event is to be shown, after going along with the change that it tells of.
   */
  int style(Event event, Session session) {
    boolean elsewhere = false;
    boolean own = false;
    boolean said = false;
    if (event instanceof Event.Posted posted) {
      said = posted.entry().kind() != Entry.Kind.TOPIC;
      elsewhere = said && !isCurrent(posted.room());
      own = said && posted.sender() == session && (!json || posted.ref() != null);
    } else if (event instanceof Event.PrivateMessage) {
      said = true;
    } else if (event instanceof Event.RoomDeleted(RoomName room)) {
      elsewhere = !isCurrent(room);
      current = elsewhere ? current : RoomName.LOBBY;
    } else if (event instanceof Event.Removed(RoomName room, _, _, _) && isCurrent(room)) {
      leave(room, session);
      peer.execute(() -> notice(Wording.nowIn(current)));
    }
    return new Style(json, elsewhere, own, time && said, crlf.getAsBoolean()).number();
  }

  /** Goes back to the room that was joined last, if the one that was left was the current one. */
  private void leave(RoomName left, Session session) {
    if (isCurrent(left)) {
      List<RoomName> rest = session.rooms().stream().filter(room -> !room.equals(left)).toList();
      current = rest.isEmpty() ? null : rest.getLast();
    }
  }

  /** Asked for every receiver of every message, and mostly of the very same object. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isCurrent(RoomName room) {
    return room == current || room.equals(current);
  }

  private Form form() {
    return json ? Form.JSON : Form.TEXT;
  }

  private void write(String lines) {
    if (!lines.isEmpty()) {
      peer.write(encode(lines));
    }
  }

  private byte[] encode(String lines) {
    return Lines.encode(lines, crlf.getAsBoolean());
  }
}
