package dev.parley.http.ops;

import dev.parley.chat.history.RoomLog;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Reports the health of the chat: down if a listener does not listen or the store does not work.
 */
public final class ChatHealthIndicator implements HealthIndicator {

  private final Listeners listeners;
  private final RoomLog log;

  public ChatHealthIndicator(Listeners listeners, RoomLog log) {
    this.listeners = listeners;
    this.log = log;
  }

  @Override
  public Health health() {
    List<ListenerInfo> all = listeners.list();
    Map<String, Object> shown = new LinkedHashMap<>();
    all.forEach(listener -> shown.put(listener.name(), details(listener)));
    String problem = log.problem();
    boolean up = problem == null && all.stream().allMatch(ListenerInfo::accepting);
    return (up ? Health.up() : Health.down())
        .withDetail("listeners", shown)
        .withDetail("store", problem == null ? log.describe() : log.describe() + ": " + problem)
        .build();
  }

  private static Map<String, Object> details(ListenerInfo listener) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("address", listener.address() + ":" + listener.port());
    details.put("accepting", listener.accepting());
    details.put("connections", listener.connections());
    return details;
  }
}
