package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.PostKeys;
import dev.parley.chat.name.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps idempotency keys in memory, and applies the bounds at once. */
public final class MemoryPostKeys implements PostKeys {

  private final Map<String, Posted> keys = new LinkedHashMap<>(16, 0.75f, true);
  private final Clock clock;
  private int most = Integer.MAX_VALUE;
  private Duration time = Duration.ofDays(1);

  /** Creates an empty set of keys, which expire by a clock. */
  public MemoryPostKeys(Clock clock) {
    this.clock = clock;
  }

  /** Adds the key of a line. */
  public synchronized void keep(PostKey key, RoomName room, String epoch, LogEntry entry) {
    keys.put(key.hash(), new Posted(key.digest(), room, epoch, entry.offset(), entry.at(), true));
    Iterator<Posted> oldest = keys.values().iterator();
    while (keys.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Returns the number of keys. */
  public synchronized int size() {
    return keys.size();
  }

  @Override
  public synchronized @Nullable Posted posted(String hash) {
    Posted found = keys.get(hash);
    return found == null || found.at().isBefore(clock.instant().minus(time)) ? null : found;
  }

  @Override
  public synchronized void used(String hash) {
    Objects.requireNonNull(keys.get(hash));
  }

  @Override
  public synchronized void bound(int number, Duration age) {
    most = number;
    time = age;
  }
}
