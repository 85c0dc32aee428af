package dev.parley.tcp;

import dev.parley.chat.api.Event;
import io.netty.channel.ChannelHandler;
import java.util.List;

/**
 * Defines a chat protocol over TCP. Each implementation is a bean with one instance, and
 * thread-safe.
 */
public interface Protocol {

  /** The size of a read buffer for protocols to which the boundaries of reads matter. */
  int MAX_READ_BYTES = 16 * 1024;

  /** Returns the name by which the configuration of a listener refers to it. */
  String name();

  /**
   * Returns new handlers for a connection that read what comes before its conversation, in the
   * order of reading; empty if the conversation begins at once. They are in the pipeline after TLS
   * until one of them calls {@link Preamble#begin}. Called on the connection's event loop.
   */
  default List<ChannelHandler> preamble(Preamble connection) {
    return List.of();
  }

  /**
   * Returns whether the preamble tells the address of the other side, if that is one of the
   * listener's trusted proxies.
   */
  default boolean readsForwardedAddress() {
    return false;
  }

  /** Creates the conversation of a new connection. Called on the connection's event loop. */
  Conversation newConversation(Peer peer);

  /**
   * Returns the number of styles in which an event can be rendered. {@link Conversation#style}
   * chooses one for each receiver.
   */
  int styleCount();

  /**
   * Renders an event in a style. The result depends on nothing else, as all receivers of that style
   * share it. Called a few times at most for each event.
   */
  byte[] render(Event event, int style);

  /**
   * Returns the number of bytes to read ahead of the frames that can be handled, which keeps the
   * result of one read apart from the next; 0 where the boundaries of reads do not matter. A read
   * then takes up to {@value #MAX_READ_BYTES} bytes.
   */
  default int readAheadBytes() {
    return 0;
  }

  /**
   * Returns the bytes that separate two pieces, rendered or written, that leave in one write; empty
   * where each piece ends by itself.
   */
  default byte[] separator() {
    return new byte[0];
  }
}
