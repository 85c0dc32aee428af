package dev.parley.tcp;

import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes messages of frames, with the headers that the connection keeps for all of them: the
 * standard ones for each message anew would cost more than everything else that is done with it.
 */
final class FrameMapper extends TcpMessageMapper {

  @Override
  public @Nullable Message<?> toMessage(TcpConnection connection) {
    NettyConnection source = (NettyConnection) connection;
    Object frame = source.getPayload();
    return frame == null ? null : new GenericMessage<>(frame, source.headers());
  }
}
