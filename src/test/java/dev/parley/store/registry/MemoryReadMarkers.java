package dev.parley.store.registry;

import dev.parley.chat.account.ReadMarkers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps read markers in memory. */
final class MemoryReadMarkers implements ReadMarkers {

  private final Map<String, Map<String, Long>> accounts = new ConcurrentHashMap<>();

  @Override
  public Map<String, Long> of(String account) {
    return accounts.getOrDefault(account, Map.of());
  }

  @Override
  public void advance(String account, String epoch, long offset) {
    accounts
        .computeIfAbsent(account, id -> new ConcurrentHashMap<>())
        .merge(epoch, offset, Math::max);
  }
}
