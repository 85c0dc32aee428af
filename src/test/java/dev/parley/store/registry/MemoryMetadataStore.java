package dev.parley.store.registry;

import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.name.RoomName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps metadata in memory. */
public final class MemoryMetadataStore implements MetadataStore {

  private final List<Entry> entries = new ArrayList<>();

  @Override
  public synchronized List<Entry> read() {
    return List.copyOf(entries);
  }

  @Override
  public synchronized boolean set(Owner owner, String key, @Nullable String value, int mostKeys) {
    entries.removeIf(entry -> entry.owner().equals(owner) && entry.key().equals(key));
    if (value != null) {
      entries.add(new Entry(owner, key, value));
    }
    return true;
  }

  @Override
  public synchronized void forget(RoomName room) {
    entries.removeIf(entry -> entry.owner().equals(new OfRoom(room)));
  }
}
