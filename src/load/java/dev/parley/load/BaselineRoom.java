package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keeps the members of a room of the {@link BaselineServer} and the lines that are to be written to
 * them. Confined to the server's thread.
 */
final class BaselineRoom {

  private BaselineClient[] members = new BaselineClient[16];
  private int count;
  private ByteBuffer pending = ByteBuffer.allocateDirect(64 * 1024);
  private ByteBuffer[] parts = new ByteBuffer[16];

  void add(BaselineClient client) {
    if (count == members.length) {
      members = Arrays.copyOf(members, 2 * count);
    }
    client.index = count;
    members[count++] = client;
  }

  void remove(BaselineClient client) {
    BaselineClient last = members[--count];
    members[client.index] = last;
    last.index = client.index;
    client.ownRangeCount = 0;
  }

  /** Appends a line to the pending bytes. Returns true if it is the first since the last flush. */
  boolean append(BaselineClient client, byte[] bytes, int from, int to) {
    int start = pending.position();
    int length = client.prefix.length + to - from;
    if (pending.remaining() < length) {
      ByteBuffer larger = ByteBuffer.allocateDirect(2 * pending.capacity() + length);
      pending = larger.put(pending.flip());
    }
    pending.put(client.prefix).put(bytes, from, to - from);
    client.addOwnRange(start, start + length);
    return start == 0;
  }

  /** Writes the pending lines to each member, without the member's own. */
  void flush() throws IOException {
    int end = pending.position();
    // Backwards, because the last member takes the place of one that is closed meanwhile.
    for (int i = count - 1; i >= 0; i--) {
      BaselineClient member = members[i];
      try {
        if (member.ownRangeCount == 0) {
          pending.position(0).limit(end);
          member.write(pending);
        } else {
          int slices = slices(member, end);
          if (slices > 0) {
            member.write(parts, slices);
          }
          member.ownRangeCount = 0;
        }
      } catch (IOException e) {
        member.close();
      }
    }
    pending.clear();
  }

  private int slices(BaselineClient member, int end) {
    int slices = 0;
    int from = 0;
    for (int i = 0; i <= member.ownRangeCount; i += 2) {
      int to = i < member.ownRangeCount ? member.ownRanges[i] : end;
      if (to > from) {
        if (slices == parts.length) {
          parts = Arrays.copyOf(parts, 2 * slices);
        }
        parts[slices++] = pending.slice(from, to - from);
      }
      from = i < member.ownRangeCount ? member.ownRanges[i + 1] : end;
    }
    return slices;
  }
}
