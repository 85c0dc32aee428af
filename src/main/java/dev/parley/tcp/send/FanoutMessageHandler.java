package dev.parley.tcp.send;

import org.springframework.integration.ip.tcp.outbound.TcpSendingMessageHandler;
import org.springframework.messaging.Message;

/**
 * Implements the outbound adapter: adds a {@link Fanout} to the writer of each event loop that has
 * receivers. It only enqueues, and needs no list of connections, as the fan-out has its receivers.
 */
public final class FanoutMessageHandler extends TcpSendingMessageHandler {

  @Override
  public void handleMessageInternal(Message<?> message) {
    Fanout fanout = (Fanout) message.getPayload();
    for (Fanout.Group group : fanout.groups()) {
      group.writer().deliver(fanout, group.receivers());
    }
  }
}
