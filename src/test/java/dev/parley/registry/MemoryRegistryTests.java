package dev.parley.registry;

import dev.parley.chat.Audit;
import dev.parley.chat.rule.Rulebook;
import org.junit.jupiter.api.Nested;

/** What other tests use in memory keeps to the contracts. */
class MemoryRegistryTests {

  @Nested
  class RulebookTests extends RulebookContract {
    private final Rulebook rulebook = new MemoryRulebook();

    @Override
    Rulebook open() {
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
