package dev.parley.tcp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.KeepAlive;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the event loops. */
class EventLoopsTests {

  private static final KeepAlive SILENT =
      new KeepAlive(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
  private static final long TASK_TIME = TimeUnit.MILLISECONDS.toNanos(1);

  /** Executes itself again and again, and counts. Confined to the event loop. */
  private static final class EndlessTask implements Runnable {

    private final EventLoop loop;
    private int runs;

    EndlessTask(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      runs++;
      long end = System.nanoTime() + TASK_TIME;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      if (!loop.isShuttingDown()) {
        loop.execute(this);
      }
    }
  }

  /** Notes how many tasks were executed between two times at which the connection was read. */
  private static final class ReadRecorder extends ChannelInboundHandlerAdapter {

    private final EndlessTask task;
    private final List<Integer> between = new CopyOnWriteArrayList<>();
    private int before;

    ReadRecorder(EndlessTask task) {
      this.task = task;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      if (task.runs > before) {
        between.add(task.runs - before);
        before = task.runs;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionIsReadOftenWhileTasksNeverEnd(boolean epoll) throws Exception {
    Assumptions.assumeTrue(!epoll || Epoll.isAvailable());
    try (EventLoops loops = new EventLoops(1, epoll, SILENT, (lines, nanos) -> {})) {
      EndlessTask task = new EndlessTask(loops.group().next());
      ReadRecorder recorder = new ReadRecorder(task);
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(loops.group())
              .channel(loops.serverChannel())
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(recorder);
                    }
                  });
      Channel server = bootstrap.bind("127.0.0.1", 0).sync().channel();
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      try (Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        Thread.startVirtualThread(() -> writeUntilClosed(client));
        task.loop.execute(task);
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(recorder.between).hasSizeGreaterThan(5));
      }
      // A second of tasks is many more, unless the machine is busy with something else.
      assertThat(recorder.between.subList(2, 6)).anyMatch(tasks -> tasks < 200);
    }
  }

  private static void writeUntilClosed(Socket client) {
    byte[] bytes = new byte[64 * 1024];
    try {
      OutputStream output = client.getOutputStream();
      while (true) {
        output.write(bytes);
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
