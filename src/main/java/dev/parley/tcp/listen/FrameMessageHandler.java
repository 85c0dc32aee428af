package dev.parley.tcp.listen;

import dev.parley.tcp.connection.ReceivedFrame;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * Ends the inbound flow of the listeners: gives each frame to the conversation of the connection
 * that it came in by. Runs on that connection's event loop.
 */
final class FrameMessageHandler implements MessageHandler {

  @Override
  public void handleMessage(Message<?> message) {
    ReceivedFrame received = (ReceivedFrame) message.getPayload();
    if (!received.connection().ending()) {
      received.connection().conversation().handle(received.frame());
    }
  }
}
