package dev.parley.tcp.send;

import org.springframework.integration.ip.tcp.outbound.TcpSendingMessageHandler;
import org.springframework.messaging.Message;

/**
 * The outbound adapter: takes a {@link Fanout} and puts it into the outbox of each event loop that
 * has receivers. It only enqueues. The connections are named by the fan-out itself, so it keeps no
 * list of them.
 */
public final class FanoutMessageHandler extends TcpSendingMessageHandler {

  @Override
  public void handleMessageInternal(Message<?> message) {
    Fanout fanout = (Fanout) message.getPayload();
    for (Fanout.Share share : fanout.shares()) {
      share.outbox().deliver(fanout, share.receivers());
    }
  }
}
