package dev.parley.tcp.send;

import dev.parley.chat.api.Event;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One event as the bytes of each style that somebody sees it in, encoded at the first use and
 * shared by all receivers on all event loops. Two loops that are first together may both encode it.
 */
final class EncodedEvent {

  private final Event event;
  private final AtomicReferenceArray<byte[]> encoded;

  /**
   * @param styles how many styles there are, over all protocols
   */
  EncodedEvent(Event event, int styles) {
    this.event = event;
    this.encoded = new AtomicReferenceArray<>(styles);
  }

  Event event() {
    return event;
  }

  /**
   * The event as bytes.
   *
   * @param dialect the receiver's protocol
   * @param style its style there
   */
  byte[] in(RegisteredProtocol dialect, int style) {
    int index = dialect.firstStyle() + style;
    byte[] bytes = encoded.getAcquire(index);
    if (bytes == null) {
      bytes = dialect.protocol().render(event, style);
      encoded.setRelease(index, bytes);
    }
    return bytes;
  }
}
