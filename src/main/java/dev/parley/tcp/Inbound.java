package dev.parley.tcp;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * Where the inbound flow of one listener ends: gives each frame to the conversation of the
 * connection that it came from. Runs on that connection's event loop.
 */
final class Inbound implements MessageHandler {

  private final NettyServerConnectionFactory factory;

  Inbound(NettyServerConnectionFactory factory) {
    this.factory = factory;
  }

  @Override
  public void handleMessage(Message<?> message) {
    String id = message.getHeaders().get(IpHeaders.CONNECTION_ID, String.class);
    NettyConnection connection = id == null ? null : factory.connection(id);
    if (connection != null && !connection.ending()) {
      connection.conversation().handle((Frame) message.getPayload());
    }
  }
}
