package dev.parley.tcp.listen;

import dev.parley.tcp.connection.ReceivedFrame;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * Handles the messages of the inbound flow: passes each frame to the conversation of its
 * connection. Runs on the event loop of that connection.
 */
final class FrameMessageHandler implements MessageHandler {

  @Override
  public void handleMessage(Message<?> message) {
    ReceivedFrame received = (ReceivedFrame) message.getPayload();
    if (!received.connection().isEnding()) {
      received.connection().conversation().handle(received.frame());
    }
  }
}
