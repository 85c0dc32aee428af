package dev.parley.admin;

import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the chat: down where a listener does not listen. */
final class ChatHealthIndicator implements HealthIndicator {

  private final Listeners listeners;
  private final StoreInfo store;

  ChatHealthIndicator(Listeners listeners, StoreInfo store) {
    this.listeners = listeners;
    this.store = store;
  }

  @Override
  public Health health() {
    List<ListenerInfo> all = listeners.list();
    Map<String, Object> shown = new LinkedHashMap<>();
    all.forEach(listener -> shown.put(listener.name(), details(listener)));
    boolean up = all.stream().allMatch(ListenerInfo::accepting);
    return (up ? Health.up() : Health.down())
        .withDetail("listeners", shown)
        .withDetail("store", store.name())
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
