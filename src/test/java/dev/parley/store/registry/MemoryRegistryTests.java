package dev.parley.store.registry;

import dev.parley.chat.audit.Audit;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.ModerationStore;
import org.junit.jupiter.api.Nested;

/** Tests that the classes in memory keep to the contracts. */
class MemoryRegistryTests {

  @Nested
  class MemoryModerationStoreTests extends ModerationStoreContract {
    private final ModerationStore moderation = new MemoryModerationStore();

    @Override
    ModerationStore open() {
      return moderation;
    }
  }

  @Nested
  class MemoryMetadataStoreTests extends MetadataStoreContract {
    private final MetadataStore metadata = new MemoryMetadataStore();

    @Override
    MetadataStore open() {
      return metadata;
    }
  }

  @Nested
  class AuditTests extends AuditContract {
    @Override
    Audit open() {
      return new MemoryAudit();
    }
  }
}
