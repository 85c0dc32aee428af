package dev.parley.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Holds the TCP keep-alive settings of chat connections, which detect that the other side is gone
 * without having closed the connection; 0 leaves a value to the operating system. Times are in
 * whole seconds.
 *
 * @param idle silence after which the other side is asked whether it is there
 * @param interval time between two such questions
 * @param probes questions without an answer after which the connection is closed
 * @param userTimeout how long what was sent may stay unacknowledged, or may not be sent because the
 *     other side reads nothing, until the connection is closed (TCP_USER_TIMEOUT); on Linux alone
 */
@Validated
@ConfigurationProperties("parley.keep-alive")
public record KeepAlive(
    @DefaultValue("60s") @DurationMin(message = "must not be negative") Duration idle,
    @DefaultValue("15s") @DurationMin(message = "must not be negative") Duration interval,
    @DefaultValue("4") @Min(0) int probes,
    @DefaultValue("2m") @DurationMin(message = "must not be negative") Duration userTimeout) {

  /** Sets the options of connections over native epoll. */
  public void configureEpoll(ServerBootstrap bootstrap) {
    set(bootstrap, EpollChannelOption.TCP_KEEPIDLE, seconds(idle));
    set(bootstrap, EpollChannelOption.TCP_KEEPINTVL, seconds(interval));
    set(bootstrap, EpollChannelOption.TCP_KEEPCNT, probes);
    set(bootstrap, EpollChannelOption.TCP_USER_TIMEOUT, (int) userTimeout.toMillis());
  }

  /** Sets those options of connections over the JDK's selector that this system has. */
  public void configureNio(ServerBootstrap bootstrap) {
    Set<SocketOption<?>> supported = supported();
    setNio(bootstrap, supported, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(idle));
    setNio(bootstrap, supported, ExtendedSocketOptions.TCP_KEEPINTERVAL, seconds(interval));
    setNio(bootstrap, supported, ExtendedSocketOptions.TCP_KEEPCOUNT, probes);
  }

  private static void setNio(
      ServerBootstrap bootstrap,
      Set<SocketOption<?>> supported,
      SocketOption<Integer> option,
      int value) {
    if (supported.contains(option)) {
      set(bootstrap, NioChannelOption.of(option), value);
    }
  }

  private static void set(ServerBootstrap bootstrap, ChannelOption<Integer> option, int value) {
    if (value > 0) {
      bootstrap.childOption(option, value);
    }
  }

  private static int seconds(Duration time) {
    return time.isZero() ? 0 : (int) Math.max(1, time.toSeconds());
  }

  private static Set<SocketOption<?>> supported() {
    try (SocketChannel channel = SocketChannel.open()) {
      return channel.supportedOptions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
