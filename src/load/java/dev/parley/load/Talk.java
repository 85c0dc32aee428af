package dev.parley.load;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the senders have said, and when. A sender is used by one thread at a time; what was said can
 * be asked for by others.
 */
final class Talk {

  /** How many of a sender's newest messages are remembered. */
  private static final int REMEMBERED = 1 << 14;

  private final byte[][] lines;
  private final ByteBuffer[] buffers;
  private final Member[] members;
  private final AtomicIntegerArray said;
  private final AtomicLongArray[] due;

  Talk(Workload workload, Member[] members) {
    int senders = workload.senders();
    this.members = members;
    this.lines = new byte[senders][];
    this.buffers = new ByteBuffer[senders];
    this.due = new AtomicLongArray[senders];
    this.said = new AtomicIntegerArray(senders);
    for (int sender = 0; sender < senders; sender++) {
      lines[sender] = Message.line(sender % workload.rooms(), sender, workload.size());
      buffers[sender] = ByteBuffer.allocateDirect(lines[sender].length);
      due[sender] = new AtomicLongArray(REMEMBERED);
    }
  }

  int senders() {
    return lines.length;
  }

  /** Sends a sender's next message, which was due at this time. */
  void say(int sender, long dueNanos) {
    int number = said.get(sender);
    Message.stamp(lines[sender], number);
    ByteBuffer buffer = buffers[sender].clear();
    buffer.put(lines[sender]).flip();
    due[sender].setRelease(number % REMEMBERED, dueNanos);
    said.setRelease(sender, number + 1);
    members[sender].write(buffer);
  }

  /** How many messages a sender has sent. */
  int said(int sender) {
    return said.getAcquire(sender);
  }

  /** When a message was due, or -1 where that is forgotten. */
  long due(int sender, int number) {
    return said(sender) - number > REMEMBERED ? -1 : due[sender].getAcquire(number % REMEMBERED);
  }
}
