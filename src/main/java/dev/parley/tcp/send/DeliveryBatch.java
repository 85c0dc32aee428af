package dev.parley.tcp.send;

import dev.parley.chat.api.Event;
import dev.parley.tcp.Conversation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in a row that have the same receivers, as the lines of a busy room have. They are staged
 * receiver by receiver, not event by event, so that what there is to know of a receiver is fetched
 * from memory once for all of them. Confined to one event loop.
 */
final class DeliveryBatch {

  private static final Logger log = LoggerFactory.getLogger(DeliveryBatch.class);

  private static final int MOST_EVENTS = 64;

  /** Of each style that somebody sees the events in, about so much is put into the turn at once. */
  private static final int MOST_TEXT = 16 * 1024;

  private final FlushBuffer turn;
  private final List<Fanout> fanouts = new ArrayList<>(MOST_EVENTS);
  private final int[] counts = new int[MOST_EVENTS];
  private List<Recipient> receivers = List.of();
  private int text;

  /** Where each event is in the turn, in each style of all protocols. */
  private long[] parts = {};

  DeliveryBatch(FlushBuffer turn) {
    this.turn = turn;
  }

  /** Whether one more event for these receivers may be added. */
  @SuppressWarnings("ReferenceEquality") // It is the same list for as long as nobody comes or goes.
  boolean takes(List<Recipient> others) {
    return fanouts.isEmpty()
        || (receivers == others && fanouts.size() < MOST_EVENTS && text < MOST_TEXT);
  }

  void add(Fanout fanout, List<Recipient> to) {
    receivers = to;
    fanouts.add(fanout);
    text += fanout.event() instanceof Event.Posted line ? line.entry().text().length() : 0;
  }

  /** Stages the events for each receiver, and is empty again. */
  void stage(EventLoopWriter outbox) {
    Arrays.fill(counts, 0);
    for (Recipient receiver : receivers) {
      stage(receiver, outbox);
    }
    for (int i = 0; i < fanouts.size(); i++) {
      outbox.staged(counts[i], fanouts.get(i).bornNanos());
    }
    forget();
  }

  private void forget() {
    for (int first = 0; first < parts.length; first += MOST_EVENTS) {
      Arrays.fill(parts, first, first + fanouts.size(), PackedSlice.NONE);
    }
    fanouts.clear();
    receivers = List.of();
    text = 0;
  }

  private void stage(Recipient receiver, EventLoopWriter outbox) {
    try {
      for (int i = 0; i < fanouts.size(); i++) {
        Event event = fanouts.get(i).event();
        int style = receiver.styleOf(event);
        long part = style < 0 ? PackedSlice.EMPTY : part(i, receiver, style);
        if (part != PackedSlice.EMPTY) {
          outbox.stage(receiver.sendQueue(), part);
          counts[i]++;
        }
        if (event instanceof Event.Posted line && style != Conversation.DEFERRED) {
          receiver.showsUpTo(line.epoch(), line.entry().offset());
        }
      }
    } catch (RuntimeException fault) {
      log.error("Something could not be sent to {}", receiver.id(), fault);
    }
  }

  /**
   * Where in the turn an event is in a style. At the first use of a style all events are put there
   * in it, behind one another, so that who sees them all needs one part. What somebody sees of what
   * they said themselves may look like nothing else, and is put there by itself.
   */
  private long part(int event, Recipient receiver, int style) {
    RegisteredProtocol dialect = receiver.dialect();
    if (parts.length == 0) {
      parts = new long[dialect.allStyles() * MOST_EVENTS];
      Arrays.fill(parts, PackedSlice.NONE);
    }
    int first = (dialect.firstStyle() + style) * MOST_EVENTS;
    if (parts[first + event] == PackedSlice.NONE) {
      boolean own =
          fanouts.get(event).event() instanceof Event.Posted line && receiver.isSender(line);
      int from = own ? event : 0;
      int to = own ? event + 1 : fanouts.size();
      for (int i = from; i < to; i++) {
        if (parts[first + i] == PackedSlice.NONE) {
          parts[first + i] = turn.put(encoded(fanouts.get(i), dialect, style));
        }
      }
    }
    return parts[first + event];
  }

  /** A fault is a bug, and costs that event alone. */
  private static byte[] encoded(Fanout fanout, RegisteredProtocol dialect, int style) {
    try {
      return fanout.renditions().in(dialect, style);
    } catch (RuntimeException fault) {
      log.error("Something could not be sent", fault);
      return new byte[0];
    }
  }
}
