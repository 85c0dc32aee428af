package dev.parley.tcp.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the cost of a receiver in one iteration of the event loop, without the write to the
 * socket.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SendQueueBenchmark {

  private static final int ITERATIONS = 100;
  private static final int LINE = 72;

  /** Number of lines in an iteration. */
  @Param({"1", "8"})
  public int lines;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ByteBuf buffer = Unpooled.directBuffer(8 * LINE).writeZero(8 * LINE);
  private final SendQueue queue =
      new SendQueue(channel, new NoOpOwner(), 1 << 20, new byte[0], false);

  /** Sends every line to the receiver. */
  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public void allLines() {
    iterate(-1);
  }

  /** Sends all lines but the receiver's own. */
  @Benchmark
  @OperationsPerInvocation(ITERATIONS)
  public void allButOwn() {
    iterate(lines / 2);
  }

  private void iterate(int own) {
    for (int i = 0; i < ITERATIONS; i++) {
      queue.markDirty();
      for (int line = 0; line < lines; line++) {
        if (line != own) {
          queue.stage(PackedSlice.of(line * LINE, (line + 1) * LINE));
        }
      }
      queue.flush(buffer);
    }
    channel.releaseOutbound();
  }

  /** Releases the buffers. */
  @TearDown
  public void close() {
    channel.finishAndReleaseAll();
    buffer.release();
  }

  private static final class NoOpOwner implements SendQueue.Owner {
    @Override
    public void onSendFailure(IOException why) {}

    @Override
    public void onOverflow() {}

    @Override
    public void onFinished() {}
  }
}
