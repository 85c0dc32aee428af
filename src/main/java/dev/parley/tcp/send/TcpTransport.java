package dev.parley.tcp.send;

import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.GenericMessage;

/**
 * Delivers events to TCP connections: sends one message to the outbound channel for each event,
 * whatever the number of receivers. Thread-safe.
 */
public final class TcpTransport implements Transport {

  /** The headers of all messages: nothing reads them, and new ones would cost the most. */
  private static final MessageHeaders HEADERS = new MessageHeaders(Map.of());

  private final MessageChannel outbound;
  private final int styles;

  /**
   * @param styles the number of styles of all protocols
   */
  public TcpTransport(MessageChannel outbound, int styles) {
    this.outbound = outbound;
    this.styles = styles;
  }

  @Override
  public void deliver(Event event, Audience audience) {
    send(event, audience.plan(TcpTransport::groups));
  }

  /** Delivers an event to one connection. */
  public void deliver(Event event, Recipient connection) {
    send(event, List.of(new Fanout.Group(connection.writer(), List.of(connection))));
  }

  private void send(Event event, List<Fanout.Group> groups) {
    Fanout fanout = new Fanout(new EncodedEvent(event, styles), groups, System.nanoTime());
    outbound.send(new GenericMessage<>(fanout, HEADERS));
  }

  /** Returns the connections of an audience, grouped by event loop. */
  private static List<Fanout.Group> groups(Audience audience) {
    Map<EventLoopWriter, List<Recipient>> byLoop = new LinkedHashMap<>();
    audience.receivers().stream()
        .flatMap(receiver -> receiver.endpoint().connections().stream())
        .map(Recipient.class::cast)
        .forEach(c -> byLoop.computeIfAbsent(c.writer(), loop -> new ArrayList<>()).add(c));
    return byLoop.entrySet().stream()
        .map(loop -> new Fanout.Group(loop.getKey(), List.copyOf(loop.getValue())))
        .toList();
  }
}
