package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.metadata.MetadataStore.Entry;
import dev.parley.chat.metadata.MetadataStore.OfAccount;
import dev.parley.chat.metadata.MetadataStore.OfRoom;
import dev.parley.chat.name.RoomName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the guarantees of every store of metadata. */
abstract class MetadataStoreContract {

  static final String BOB = "id-of-bob";

  private static final RoomName OPS = new RoomName("Ops");
  private static final OfRoom OF_OPS = new OfRoom(OPS);

  private MetadataStore metadata;

  /** Opens the store, which knows the account, again, to read what is stored. */
  abstract MetadataStore open();

  @BeforeEach
  void begin() {
    metadata = open();
  }

  @Test
  void nothingIsToldAtFirst() {
    assertThat(metadata.read()).isEmpty();
  }

  @Test
  void valuesAreReadAsTheyWereSet() {
    metadata.set(new OfAccount(BOB), "url", "http://example.org", 0);
    metadata.set(new OfAccount(BOB), "status", "", 0);
    metadata.set(OF_OPS, "url", "a", 0);
    metadata.set(new OfRoom(new RoomName("oPS")), "url", "💜", 0);
    metadata.set(OF_OPS, "status", "b", 0);
    metadata.set(OF_OPS, "status", null, 0);
    metadata.set(OF_OPS, "status", null, 0);

    assertThat(open().read())
        .containsExactlyInAnyOrder(
            new Entry(new OfAccount(BOB), "url", "http://example.org"),
            new Entry(new OfAccount(BOB), "status", ""),
            new Entry(OF_OPS, "url", "💜"));
  }

  @Test
  void valuesOfARoomAreForgotten() {
    metadata.set(OF_OPS, "url", "a", 0);
    metadata.set(OF_OPS, "status", "b", 0);
    metadata.set(new OfRoom(new RoomName("dev")), "url", "c", 0);
    metadata.forget(OPS);

    assertThat(open().read())
        .containsExactly(new Entry(new OfRoom(new RoomName("dev")), "url", "c"));
  }
}
