package dev.parley.tcp.send;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the number of bytes that the system at the other end has acknowledged (RFC 9293). */
public final class AcknowledgedBytes {

  /** The result where the system does not tell, or the channel is closed. */
  public static final long UNKNOWN = -1;

  /** Linux: IPPROTO_TCP, TCP_INFO, and as much of the structure as is needed. */
  private static final RawUnixChannelOption TCP_INFO =
      new RawUnixChannelOption("TCP_INFO", 6, 11, 128);

  /** Linux: the index of {@code tcpi_bytes_acked} in the structure. */
  private static final int BYTES_ACKED = 120;

  private AcknowledgedBytes() {}

  /** Returns the number of acknowledged bytes, or {@link #UNKNOWN}. */
  public static long of(Channel channel) {
    if (!(channel instanceof EpollSocketChannel && channel.isOpen())) {
      return UNKNOWN;
    }
    try {
      ByteBuffer info = channel.config().getOption(TCP_INFO);
      return info.order(ByteOrder.nativeOrder()).getLong(BYTES_ACKED);
    } catch (ChannelException closedMeanwhile) {
      return UNKNOWN;
    }
  }
}
