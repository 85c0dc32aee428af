package dev.parley.tcp.send;

import dev.parley.chat.api.Event;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Holds one event and its bytes in each style, which are encoded at the first use and shared by all
 * receivers on all event loops. Two loops may both encode it at the same time. Thread-safe.
 */
final class EncodedEvent {

  private final Event event;
  private final AtomicReferenceArray<byte[]> encoded;

  /**
   * @param styles the number of styles of all protocols
   */
  EncodedEvent(Event event, int styles) {
    this.event = event;
    this.encoded = new AtomicReferenceArray<>(styles);
  }

  Event event() {
    return event;
  }

  /**
   * Returns the event as bytes.
   *
   * @param protocol the protocol of the receiver
   * @param style a style of that protocol
   */
  byte[] bytes(RegisteredProtocol protocol, int style) {
    int index = protocol.firstStyle() + style;
    byte[] bytes = encoded.getAcquire(index);
    if (bytes == null) {
      bytes = protocol.protocol().render(event, style);
      encoded.setRelease(index, bytes);
    }
    return bytes;
  }
}
