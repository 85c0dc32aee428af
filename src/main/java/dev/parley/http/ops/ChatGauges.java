package dev.parley.http.ops;

import dev.parley.chat.Chat;
import dev.parley.http.stream.Streams;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Registers the gauges of the chat. */
public final class ChatGauges implements MeterBinder {

  private final Chat chat;
  private final Listeners listeners;
  private final Streams streams;

  public ChatGauges(Chat chat, Listeners listeners, Streams streams) {
    this.chat = chat;
    this.listeners = listeners;
    this.streams = streams;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("parley.sessions", chat, Chat::populationHere)
        .description("People who have a name")
        .register(registry);
    Gauge.builder("parley.rooms", chat, Chat::roomCount)
        .description("Rooms there are")
        .register(registry);
    Gauge.builder("parley.sendq.bytes", this, ChatGauges::queueBytes)
        .description("Bytes that wait because receivers do not read")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
    Gauge.builder("parley.streams", streams, Streams::count)
        .description("Streams that are open over HTTP")
        .register(registry);
    for (ListenerInfo listener : listeners.list()) {
      Gauge.builder("parley.connections", listeners, all -> connections(all, listener.name()))
          .description("Connections that are open")
          .tag("listener", listener.name())
          .register(registry);
      MicrometerChatMetrics.messages(registry, listener.name());
    }
  }

  /** Returns the number of bytes that wait because receivers do not read. */
  public long queueBytes() {
    return streams.waitingBytes()
        + chat.sessions().stream()
            .mapToLong(session -> session.endpoint().traffic().sendqBytes())
            .sum();
  }

  /** Returns the number of open connections of all listeners. */
  public int connections() {
    return listeners.list().stream().mapToInt(ListenerInfo::connections).sum();
  }

  private static double connections(Listeners listeners, String name) {
    return listeners.list().stream()
        .filter(listener -> listener.name().equals(name))
        .mapToInt(ListenerInfo::connections)
        .sum();
  }
}
