package dev.parley.store.registry;

import dev.parley.chat.audit.Audit;
import dev.parley.chat.moderation.ModerationStore;
import org.junit.jupiter.api.Nested;

/** Tests that the classes in memory keep to the contracts. */
class MemoryRegistryTests {

  @Nested
  class RulebookTests extends ModerationStoreContract {
    private final ModerationStore rulebook = new MemoryModerationStore();

    @Override
    ModerationStore open() {
      return rulebook;
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
