package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.TestClient;
import dev.parley.TestServer;
import dev.parley.tcp.KeepAlive;
import dev.parley.tcp.listen.EventLoops;
import dev.parley.tcp.listen.NettyServerConnectionFactory;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

/** Tests the TCP keep-alive options of accepted sockets. */
class KeepAliveTests {

  private static final KeepAlive OWN =
      new KeepAlive(Duration.ofSeconds(33), Duration.ofSeconds(7), 3, Duration.ofSeconds(50));
  private static final KeepAlive OF_THE_SYSTEM =
      new KeepAlive(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

  private static final String NO_RAW = "parley.listeners.raw.enabled=false";
  private static final String NO_WEB = "parley.listeners.web.enabled=false";
  private static final String NO_IRC = "parley.listeners.irc.enabled=false";

  @Test
  void connectionsNoticeWithinMinutesUnlessToldOtherwise() {
    assumeThat(Epoll.isAvailable()).isTrue();
    try (TestServer server = TestServer.start(NO_RAW, NO_WEB, NO_IRC);
        TestClient alice = server.join("alice")) {
      Channel channel =
          server.bean(NettyServerConnectionFactory.class).connections().getFirst().channel();
      assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
      assertThat(channel.config().getOption(EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(60);
      assertThat(channel.config().getOption(EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(15);
      assertThat(channel.config().getOption(EpollChannelOption.TCP_KEEPCNT)).isEqualTo(4);
      assertThat(channel.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT))
          .isEqualTo(120_000);
      alice.send("/quit");
    }
  }

  @Test
  void timesAreThoseOfTheSettings() {
    assumeThat(Epoll.isAvailable()).isTrue();
    try (TestServer server =
            TestServer.start(
                NO_RAW,
                NO_WEB,
                NO_IRC,
                "parley.keep-alive.idle=33s",
                "parley.keep-alive.user-timeout=50s");
        TestClient alice = server.join("alice")) {
      Channel channel =
          server.bean(NettyServerConnectionFactory.class).connections().getFirst().channel();
      assertThat(channel.config().getOption(EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(33);
      assertThat(channel.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(50_000);
      alice.send("/quit");
    }
  }

  @Test
  void selectorOfTheJdkHasThemToo() throws Exception {
    ChannelOption<Integer> idle = NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);
    ChannelOption<Integer> interval = NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL);
    ChannelOption<Integer> probes = NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT);
    accept(
        OWN,
        channel -> {
          assertThat(channel.config().getOption(idle)).isEqualTo(33);
          assertThat(channel.config().getOption(interval)).isEqualTo(7);
          assertThat(channel.config().getOption(probes)).isEqualTo(3);
        });
  }

  @Test
  void zeroLeavesThemToTheSystem() throws Exception {
    ChannelOption<Integer> idle = NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);
    try (Socket ofTheSystem = new Socket()) {
      int expected = ofTheSystem.getOption(ExtendedSocketOptions.TCP_KEEPIDLE);
      accept(
          OF_THE_SYSTEM,
          channel -> assertThat(channel.config().getOption(idle)).isEqualTo(expected));
    }
  }

  private interface Check {
    void of(Channel channel);
  }

  private static void accept(KeepAlive keepAlive, Check check) throws Exception {
    CompletableFuture<Channel> accepted = new CompletableFuture<>();
    try (EventLoops loops = new EventLoops(1, false, keepAlive, (lines, nanos) -> {})) {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(loops.group())
              .channel(loops.serverChannel())
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      accepted.complete(channel);
                    }
                  });
      loops.configure(bootstrap);
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      Channel server = bootstrap.bind(loopback, 0).syncUninterruptibly().channel();
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      try (Socket client = new Socket(loopback, port)) {
        assertThat(client.isConnected()).isTrue();
        check.of(accepted.get(60, TimeUnit.SECONDS));
      }
    }
  }
}
