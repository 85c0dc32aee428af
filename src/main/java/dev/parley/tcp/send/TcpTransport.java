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
 * The core's way out to all TCP connections: one message on the outbound channel for each event,
 * whatever the number of receivers.
 */
public final class TcpTransport implements Transport {

  /** Nobody reads the headers of what goes out; making them anew would cost more than the rest. */
  private static final MessageHeaders HEADERS = new MessageHeaders(Map.of());

  private final MessageChannel outbound;
  private final int styles;

  /**
   * @param styles how many styles all protocols have together
   */
  public TcpTransport(MessageChannel outbound, int styles) {
    this.outbound = outbound;
    this.styles = styles;
  }

  @Override
  public void deliver(Event event, Audience audience) {
    send(event, audience.plan(TcpTransport::share));
  }

  /** Shows an event to one connection. */
  public void deliver(Event event, Recipient connection) {
    send(event, List.of(new Fanout.Share(connection.outbox(), List.of(connection))));
  }

  private void send(Event event, List<Fanout.Share> shares) {
    Fanout fanout = new Fanout(new EncodedEvent(event, styles), shares, System.nanoTime());
    outbound.send(new GenericMessage<>(fanout, HEADERS));
  }

  /** The audience's connections, those of each event loop together. */
  private static List<Fanout.Share> share(Audience audience) {
    Map<EventLoopWriter, List<Recipient>> byLoop = new LinkedHashMap<>();
    audience.receivers().stream()
        .map(session -> (Recipient) session.endpoint())
        .forEach(c -> byLoop.computeIfAbsent(c.outbox(), loop -> new ArrayList<>()).add(c));
    return byLoop.entrySet().stream()
        .map(loop -> new Fanout.Share(loop.getKey(), List.copyOf(loop.getValue())))
        .toList();
  }
}
