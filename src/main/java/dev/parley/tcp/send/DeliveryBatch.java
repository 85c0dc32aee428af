package dev.parley.tcp.send;

import dev.parley.chat.api.Event;
import dev.parley.tcp.Conversation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects consecutive events with the same receivers, such as the lines of a busy room. They are
 * staged receiver by receiver, not event by event, so that the state of a receiver is loaded once
 * for all of them. Confined to one event loop.
 */
final class DeliveryBatch {

  private static final Logger log = LoggerFactory.getLogger(DeliveryBatch.class);

  private static final int MAX_EVENTS = 64;

  /** The approximate number of characters to stage at once, for each style in use. */
  private static final int MAX_TEXT = 16 * 1024;

  private final FlushBuffer buffer;
  private final List<Fanout> fanouts = new ArrayList<>(MAX_EVENTS);
  private final int[] counts = new int[MAX_EVENTS];
  private List<Recipient> receivers = List.of();
  private int textLength;

  /** The slice of each event, for each style of all protocols. */
  private long[] slices = {};

  DeliveryBatch(FlushBuffer buffer) {
    this.buffer = buffer;
  }

  /** Returns true if an event for these receivers may be added. */
  @SuppressWarnings("ReferenceEquality") // The list is the same until the audience changes.
  boolean canAdd(List<Recipient> others) {
    return fanouts.isEmpty()
        || (receivers == others && fanouts.size() < MAX_EVENTS && textLength < MAX_TEXT);
  }

  void add(Fanout fanout, List<Recipient> to) {
    receivers = to;
    fanouts.add(fanout);
    textLength += fanout.event() instanceof Event.Posted line ? line.entry().text().length() : 0;
  }

  /** Stages the events for each receiver, and removes them. */
  void stage(EventLoopWriter writer) {
    Arrays.fill(counts, 0);
    for (Recipient receiver : receivers) {
      stage(receiver, writer);
    }
    for (int i = 0; i < fanouts.size(); i++) {
      writer.recordStaged(counts[i], fanouts.get(i).handedOverNanos());
    }
    clear();
  }

  private void clear() {
    for (int first = 0; first < slices.length; first += MAX_EVENTS) {
      Arrays.fill(slices, first, first + fanouts.size(), PackedSlice.NONE);
    }
    fanouts.clear();
    receivers = List.of();
    textLength = 0;
  }

  private void stage(Recipient receiver, EventLoopWriter writer) {
    try {
      for (int i = 0; i < fanouts.size(); i++) {
        Event event = fanouts.get(i).event();
        int style = receiver.styleOf(event);
        long slice = style < 0 ? PackedSlice.EMPTY : slice(i, receiver, style);
        if (slice != PackedSlice.EMPTY) {
          writer.stage(receiver.sendQueue(), slice);
          counts[i]++;
        }
        if (event instanceof Event.Posted line && style != Conversation.DEFERRED) {
          receiver.recordShown(line.epoch(), line.entry().offset());
        }
      }
    } catch (RuntimeException fault) {
      log.error("Something could not be sent to {}", receiver.id(), fault);
    }
  }

  /**
   * Returns the slice of an event in a style. The first use of a style adds all events to the
   * buffer in it, one behind the other, so that a receiver of all of them needs one slice. The
   * sender's own line is added alone, as nobody else may see it in that style.
   */
  private long slice(int event, Recipient receiver, int style) {
    RegisteredProtocol registered = receiver.registeredProtocol();
    if (slices.length == 0) {
      slices = new long[registered.totalStyles() * MAX_EVENTS];
      Arrays.fill(slices, PackedSlice.NONE);
    }
    int first = (registered.firstStyle() + style) * MAX_EVENTS;
    if (slices[first + event] == PackedSlice.NONE) {
      boolean own =
          fanouts.get(event).event() instanceof Event.Posted line && receiver.isSender(line);
      int from = own ? event : 0;
      int to = own ? event + 1 : fanouts.size();
      for (int i = from; i < to; i++) {
        if (slices[first + i] == PackedSlice.NONE) {
          slices[first + i] = buffer.append(encoded(fanouts.get(i), registered, style));
        }
      }
    }
    return slices[first + event];
  }

  /** Encodes an event. A fault is a bug, and affects that event alone. */
  private static byte[] encoded(Fanout fanout, RegisteredProtocol registered, int style) {
    try {
      return fanout.encoded().bytes(registered, style);
    } catch (RuntimeException fault) {
      log.error("Something could not be sent", fault);
      return new byte[0];
    }
  }
}
