package dev.parley.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sends numbered messages and records the time at which each was due. Each sender is used by one
 * thread at a time; the records can be read by any thread.
 */
final class Senders {

  /** Number of messages of each sender whose times are kept. */
  private static final int REMEMBERED = 1 << 14;

  private final boolean framed;
  private final byte[][] prefixes;
  private final byte[][] lines;
  private final ByteBuffer[] buffers;
  private final Member[] members;
  private final AtomicIntegerArray sent;
  private final AtomicLongArray[] due;

  Senders(Workload workload, Member[] members) {
    int senders = workload.senders();
    this.members = members;
    this.framed = workload.dialect() == Workload.LineDialect.WEB;
    this.prefixes = new byte[senders][];
    this.lines = new byte[senders][];
    this.buffers = new ByteBuffer[senders];
    this.due = new AtomicLongArray[senders];
    this.sent = new AtomicIntegerArray(senders);
    for (int sender = 0; sender < senders; sender++) {
      lines[sender] = Message.line(sender % workload.rooms(), sender, workload.size());
      prefixes[sender] =
          workload.dialect() == Workload.LineDialect.IRC
              ? ("PRIVMSG " + workload.channel(sender) + " :").getBytes(StandardCharsets.US_ASCII)
              : new byte[0];
      buffers[sender] =
          ByteBuffer.allocateDirect(prefixes[sender].length + bytes(lines[sender]).length);
      due[sender] = new AtomicLongArray(REMEMBERED);
    }
  }

  int count() {
    return lines.length;
  }

  /**
   * Sends a sender's next message.
   *
   * @param dueNanos time at which it was due
   */
  void send(int sender, long dueNanos) {
    int number = sent.get(sender);
    Message.setNumber(lines[sender], number);
    ByteBuffer buffer = buffers[sender].clear();
    buffer.put(prefixes[sender]).put(bytes(lines[sender])).flip();
    due[sender].setRelease(number % REMEMBERED, dueNanos);
    sent.setRelease(sender, number + 1);
    members[sender].write(buffer);
  }

  private byte[] bytes(byte[] line) {
    return framed ? WebSocketFraming.frame(line) : line;
  }

  /** Returns the number of messages that a sender has sent. */
  int sent(int sender) {
    return sent.getAcquire(sender);
  }

  /** Returns the time at which a message was due, or -1 if it is no longer kept. */
  long dueNanos(int sender, int number) {
    return sent(sender) - number > REMEMBERED ? -1 : due[sender].getAcquire(number % REMEMBERED);
  }
}
