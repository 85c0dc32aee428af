package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A room of the {@link Floor}: who is in it, and what was said in this turn. */
final class FloorRoom {

  private FloorClient[] members = new FloorClient[16];
  private int count;
  private ByteBuffer turn = ByteBuffer.allocateDirect(64 * 1024);
  private ByteBuffer[] parts = new ByteBuffer[16];

  void add(FloorClient client) {
    if (count == members.length) {
      members = Arrays.copyOf(members, 2 * count);
    }
    client.place = count;
    members[count++] = client;
  }

  void remove(FloorClient client) {
    FloorClient last = members[--count];
    members[client.place] = last;
    last.place = client.place;
    client.owned = 0;
  }

  /** Adds a line to the turn. Returns whether it is the first. */
  boolean say(FloorClient client, byte[] bytes, int from, int to) {
    int start = turn.position();
    int length = client.prefix.length + to - from;
    if (turn.remaining() < length) {
      ByteBuffer larger = ByteBuffer.allocateDirect(2 * turn.capacity() + length);
      turn = larger.put(turn.flip());
    }
    turn.put(client.prefix).put(bytes, from, to - from);
    client.own(start, start + length);
    return start == 0;
  }

  /** Hands everyone the turn, but nobody its own lines. */
  void flush() throws IOException {
    int end = turn.position();
    // Backwards, because a member that is closed meanwhile is replaced by the last.
    for (int i = count - 1; i >= 0; i--) {
      FloorClient member = members[i];
      try {
        if (member.owned == 0) {
          turn.position(0).limit(end);
          member.write(turn);
        } else {
          int slices = slices(member, end);
          if (slices > 0) {
            member.write(parts, slices);
          }
          member.owned = 0;
        }
      } catch (IOException e) {
        member.close();
      }
    }
    turn.clear();
  }

  private int slices(FloorClient member, int end) {
    int slices = 0;
    int from = 0;
    for (int i = 0; i <= member.owned; i += 2) {
      int to = i < member.owned ? member.own[i] : end;
      if (to > from) {
        if (slices == parts.length) {
          parts = Arrays.copyOf(parts, 2 * slices);
        }
        parts[slices++] = turn.slice(from, to - from);
      }
      from = i < member.owned ? member.own[i + 1] : end;
    }
    return slices;
  }
}
