package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetLimits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayWriterTests {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A budget that has room for one piece. */
  private final ReplayBudget budget =
      new ReplayBudget(new SetLimits().replayBytes(10, 10).limits());

  private final Reader reader = new Reader();
  private final ReplayWriter writer = new ReplayWriter(reader, budget, TIMEOUT);
  private final List<String> written = new ArrayList<>();

  /** Represents a connection whose other side takes the output when a test says so. */
  private static final class Reader implements ReplayWriter.Owner {
    private final Queue<Runnable> checks = new ArrayDeque<>();
    private boolean drained = true;
    private @Nullable Runnable whenDrained;
    private long taken;
    private int stalls;

    /** Takes all output. */
    void drain() {
      drained = true;
      Runnable task = whenDrained;
      whenDrained = null;
      if (task != null) {
        task.run();
      }
    }

    /** Lets sixths of the timeout pass; returns true if no further check is scheduled. */
    boolean pass(int sixths) {
      for (int i = 0; i < sixths && !checks.isEmpty(); i++) {
        checks.remove().run();
      }
      return checks.isEmpty();
    }

    @Override
    public boolean isDrained() {
      return drained;
    }

    @Override
    public void whenDrained(Runnable task) {
      whenDrained = task;
      if (drained) {
        drain();
      }
    }

    @Override
    public long takenBytes() {
      return taken;
    }

    @Override
    public void executeLater(Runnable task) {
      task.run();
    }

    @Override
    public void scheduleUntilClosed(Duration delay, Runnable task) {
      assertThat(delay).isEqualTo(TIMEOUT.dividedBy(6));
      checks.add(task);
    }

    @Override
    public void stalled() {
      stalls++;
    }
  }

  private void write(ReplayWriter by, Reader to, String piece) {
    by.await(() -> {
      written.add(piece);
      to.drained = false;
      by.written();
    });
  }

  @Test
  void nextPieceIsWrittenOnceTheOneBeforeIsTaken() {
    write(writer, reader, "one");
    write(writer, reader, "two");
    assertThat(written).containsExactly("one");

    reader.drain();

    assertThat(written).containsExactly("one", "two");
  }

  @Test
  void firstPieceWaitsForWhatWasSentBefore() {
    reader.drained = false;
    write(writer, reader, "one");
    assertThat(written).isEmpty();

    reader.drain();

    assertThat(written).containsExactly("one");
  }

  @Test
  void pieceWaitsForRoomInTheBudget() {
    assertThat(budget.tryTake()).isTrue();
    write(writer, reader, "one");
    assertThat(written).isEmpty();
    assertThat(budget.isContended()).isTrue();

    budget.release();

    assertThat(written).containsExactly("one");
    assertThat(budget.tryTake()).isFalse();
    reader.drain();
    assertThat(budget.tryTake()).isTrue();
  }

  @Test
  void whoWaitsForRoomAndGoesLeavesItToTheNext() {
    assertThat(budget.tryTake()).isTrue();
    write(writer, reader, "one");
    writer.cancel();
    Reader other = new Reader();
    write(new ReplayWriter(other, budget, TIMEOUT), other, "other");

    budget.release();

    assertThat(written).containsExactly("other");
  }

  @Test
  void whoGoesGivesItsRoomBackOnce() {
    write(writer, reader, "one");
    writer.cancel();
    reader.drain();
    writer.cancel();

    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
  }

  @Test
  void readerThatTakesNothingIsClosedAfterTheTimeout() {
    write(writer, reader, "one");

    assertThat(reader.pass(5)).isFalse();
    assertThat(reader.stalls).isZero();
    assertThat(reader.pass(1)).isTrue();
    assertThat(reader.stalls).isEqualTo(1);
  }

  @Test
  void readerThatTakesALittleIsWaitedFor() {
    write(writer, reader, "one");
    for (int i = 0; i < 10; i++) {
      reader.pass(5);
      reader.taken++;
      reader.pass(1);
    }
    assertThat(reader.stalls).isZero();

    reader.pass(6);
    assertThat(reader.stalls).isEqualTo(1);
  }

  @Test
  void readerThatTakesNothingIsClosedSoonerWhereOthersWaitForItsRoom() {
    write(writer, reader, "one");
    Reader other = new Reader();
    write(new ReplayWriter(other, budget, TIMEOUT), other, "other");

    reader.pass(1);
    assertThat(reader.stalls).isZero();
    reader.pass(1);
    assertThat(reader.stalls).isEqualTo(1);
    assertThat(other.checks).hasSize(1);
    other.pass(6);
    assertThat(other.stalls).as("it waits for room, not the other side").isZero();
  }

  @Test
  void readerThatHasTakenEverythingIsNotChecked() {
    write(writer, reader, "one");
    reader.drain();

    assertThat(reader.pass(6)).isTrue();
    assertThat(reader.stalls).isZero();
  }

  @Test
  void withoutATimeoutNobodyIsChecked() {
    write(new ReplayWriter(reader, budget, Duration.ZERO), reader, "one");

    assertThat(reader.checks).isEmpty();
  }
}
