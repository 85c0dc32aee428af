package dev.parley.tcp.send;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import java.io.IOException;

/** Represents a connection over a channel without a network, for tests; it ignores its end. */
abstract class TestRecipient implements Recipient, SendQueue.Owner {

  private final SendQueue queue;
  private final EventLoopWriter writer;
  private final RegisteredProtocol protocol;

  TestRecipient(StallingChannel channel, EventLoopWriter writer, RegisteredProtocol protocol) {
    this.queue = new SendQueue(channel, this, 0, new byte[0], false);
    this.writer = writer;
    this.protocol = protocol;
  }

  @Override
  public String id() {
    return "c";
  }

  @Override
  public EventLoopWriter writer() {
    return writer;
  }

  @Override
  public SendQueue sendQueue() {
    return queue;
  }

  @Override
  public RegisteredProtocol registeredProtocol() {
    return protocol;
  }

  @Override
  public boolean isSender(Event.Posted line) {
    return false;
  }

  @Override
  public void closeGracefully(Disconnect why) {}

  @Override
  public void onOverflow() {}

  @Override
  public void onSendFailure(IOException why) {}

  @Override
  public void onFinished() {}
}
