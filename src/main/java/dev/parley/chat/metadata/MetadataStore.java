package dev.parley.chat.metadata;

import dev.parley.chat.name.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the metadata of accounts and rooms (a port). Its methods may block, and throw {@link
 * dev.parley.chat.history.StoreUnavailableException} if the store does not work. Called by one
 * thread at a time.
 */
public interface MetadataStore {

  /** Identifies whom metadata belongs to. */
  sealed interface Owner {}

  /** Represents an account, by its id. */
  record OfAccount(String id) implements Owner {}

  /** Represents a room. */
  record OfRoom(RoomName room) implements Owner {}

  /** Represents a stored value. */
  record Entry(Owner owner, String key, String value) {}

  /** Reads all stored values. */
  List<Entry> read();

  /**
   * Stores a value in place of the one before; null deletes it.
   *
   * @param mostKeys the maximum number of keys of the owner, 0 for no limit, which holds for all
   *     servers together where several share the store
   * @return false where a value of a new key is not stored, as there are as many as there may be
   */
  boolean set(Owner owner, String key, @Nullable String value, int mostKeys);

  /** Deletes all values of a room. */
  void forget(RoomName room);

  /** Stores nothing. */
  MetadataStore NONE =
      new MetadataStore() {
        @Override
        public List<Entry> read() {
          return List.of();
        }

        @Override
        public boolean set(Owner owner, String key, @Nullable String value, int mostKeys) {
          return true;
        }

        @Override
        public void forget(RoomName room) {}
      };
}
