package dev.parley.tcp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendQueueTests {

  private static final byte[] NOTHING = {};

  /** The overhead that Netty counts for the two writes that it holds of a stalled reader. */
  private static final long OVERHEAD = 2 * 96;

  private final StallingChannel channel = new StallingChannel();
  private final RecordingOwner owner = new RecordingOwner();
  private final FlushBuffer buffer = new FlushBuffer();

  private static final class RecordingOwner implements SendQueue.Owner {
    private final List<String> told = new ArrayList<>();

    @Override
    public void onOverflow() {
      told.add("overflowed");
    }

    @Override
    public void onSendFailure(IOException why) {
      told.add("failed");
    }

    @Override
    public void onFinished() {
      told.add("emptied");
    }
  }

  private SendQueue queue(long limit, byte... separator) {
    return new SendQueue(channel, owner, limit, separator, false);
  }

  private void send(SendQueue queue, String... pieces) {
    for (String piece : pieces) {
      queue.markDirty();
      queue.stage(buffer.append(piece.getBytes(StandardCharsets.UTF_8)));
    }
    ByteBuf bytes = buffer.take();
    queue.flush(bytes);
    if (bytes != null) {
      bytes.release();
    }
  }

  @AfterEach
  void closeChannel() {
    channel.goOn();
    channel.finishAndReleaseAll();
  }

  @Test
  void adjoiningPiecesLeaveInOneWrite() {
    SendQueue queue = queue(0);
    send(queue, "one\n", "two\n", "three\n");
    assertThat(channel.writes()).containsExactly("one\ntwo\nthree\n");
    assertThat(queue.sentPieces()).isEqualTo(3);
    assertThat(queue.sentBytes()).isEqualTo(14);
  }

  @Test
  void piecesThatAreNotMeantForItAreLeftOut() {
    SendQueue queue = queue(0);
    queue.markDirty();
    queue.stage(buffer.append("mine ".getBytes(StandardCharsets.UTF_8)));
    buffer.append("another's ".getBytes(StandardCharsets.UTF_8));
    send(queue, "and mine");
    assertThat(String.join("", channel.writes())).isEqualTo("mine and mine");
  }

  @Test
  void separatorStandsBetweenPiecesOfOneFlushAlone() {
    SendQueue queue = queue(0, (byte) '\n');
    send(queue, "one", "two");
    send(queue, "three");
    assertThat(String.join("", channel.writes())).isEqualTo("one\ntwothree");
  }

  @Test
  void separatorStandsBetweenPiecesThatWaited() {
    SendQueue queue = queue(0, (byte) '\n');
    channel.stall();
    send(queue, "stuck");
    send(queue, "one");
    send(queue, "two");
    channel.goOn();
    assertThat(String.join("", channel.writes())).isEqualTo("stuckone\ntwo");
  }

  @Test
  void waitingBytesAreSentInOrderOnceTheReaderGoesOn() {
    SendQueue queue = queue(0);
    channel.stall();
    send(queue, "one ");
    send(queue, "two ");
    send(queue, "three");
    assertThat(queue.waitingBytes()).isEqualTo(OVERHEAD + 13);
    assertThat(channel.writes()).isEmpty();
    channel.goOn();
    assertThat(String.join("", channel.writes())).isEqualTo("one two three");
    assertThat(queue.waitingBytes()).isZero();
  }

  @Test
  void asManyBytesAsTheLimitMayWait() {
    SendQueue queue = queue(OVERHEAD + 8);
    channel.stall();
    send(queue, "1234");
    send(queue, "5678");
    assertThat(owner.told).isEmpty();
    channel.goOn();
    assertThat(String.join("", channel.writes())).isEqualTo("12345678");
  }

  @Test
  void oneByteMoreOverflows() {
    SendQueue queue = queue(OVERHEAD + 8);
    channel.stall();
    send(queue, "1234");
    send(queue, "56789");
    assertThat(owner.told).containsExactly("overflowed");
    assertThat(queue.isClosed()).isTrue();
    assertThat(queue.takenBytes()).isZero();
    send(queue, "more");
    assertThat(queue.sentPieces()).isEqualTo(2);
  }

  @Test
  void finishedQueueTellsOnceEverythingIsSent() {
    SendQueue queue = queue(0);
    channel.stall();
    send(queue, "last words");
    queue.finish();
    send(queue, "too late");
    assertThat(owner.told).isEmpty();
    channel.goOn();
    assertThat(channel.writes()).containsExactly("last words");
    assertThat(owner.told).containsExactly("emptied");
    send(queue);
    assertThat(owner.told).containsExactly("emptied");
  }

  @Test
  void closedQueueDropsWhatWaits() {
    SendQueue queue = queue(0, NOTHING);
    channel.stall();
    send(queue, "one");
    send(queue, "two");
    queue.close();
    channel.goOn();
    assertThat(String.join("", channel.writes())).isEqualTo("one"); // Already taken by the channel.
    assertThat(owner.told).isEmpty();
  }

  @Test
  void bytesThatAreStagedOrWaitAreNotTaken() {
    SendQueue queue = queue(0);
    send(queue, "one ");
    assertThat(queue.takenBytes()).isEqualTo(4);
    channel.stall();
    send(queue, "two ");
    send(queue, "three ");
    queue.stage(buffer.append("four".getBytes(StandardCharsets.UTF_8)));
    buffer.append(" not for it ".getBytes(StandardCharsets.UTF_8));
    queue.stage(buffer.append("five".getBytes(StandardCharsets.UTF_8)));
    assertThat(queue.takenBytes()).isEqualTo(4);
    channel.goOn();
    assertThat(queue.takenBytes()).isEqualTo(14);
    send(queue);
    assertThat(queue.takenBytes()).isEqualTo(22);
  }

  @Test
  void bytesThatAreDroppedAreNeverTaken() {
    SendQueue queue = queue(0);
    send(queue, "one ");
    channel.stall();
    send(queue, "two ");
    send(queue, "three ");
    queue.stage(buffer.append("four".getBytes(StandardCharsets.UTF_8)));
    queue.close();
    assertThat(queue.takenBytes()).isEqualTo(4);
    send(queue);
    queue.close();
    assertThat(queue.takenBytes()).isEqualTo(4);
  }

  @Test
  void bytesThatTheChannelDroppedAreNeverTaken() {
    SendQueue queue = queue(0);
    send(queue, "one ");
    channel.stall();
    send(queue, "two ");
    send(queue, "three ");
    channel.breakDown();
    channel.goOn();
    assertThatIOException().isThrownBy(channel::checkException);
    assertThat(queue.takenBytes()).isEqualTo(4);
    queue.close();
    assertThat(queue.takenBytes()).isEqualTo(4);
  }

  @Test
  void bytesThatCouldNotBeSentAreNeverTaken() {
    SendQueue queue = queue(0);
    send(queue, "one ");
    channel.breakDown();
    send(queue, "two ");
    assertThatIOException().isThrownBy(channel::checkException);
    assertThat(queue.takenBytes()).isEqualTo(4);
  }
}
