package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.name.Nick;
import dev.parley.store.Store;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.dao.EmptyResultDataAccessException;

/** Tests the registry in a database. */
abstract class JdbcRegistryContract {

  private Store store;
  private JdbcAudit audit;

  /** Opens the database without emptying it. */
  abstract Store openStore();

  private Store store() {
    if (store == null) {
      store = openStore();
    }
    return store;
  }

  @AfterEach
  void close() {
    if (audit != null) {
      audit.close();
    }
    store().close();
  }

  @Nested
  class JdbcModerationStoreTests extends ModerationStoreContract {
    @Override
    ModerationStore open() {
      return new JdbcModerationStore(store());
    }
  }

  @Nested
  class JdbcMetadataStoreTests extends MetadataStoreContract {
    @BeforeEach
    void makeAccount() {
      store()
          .change(client ->
              client
                  .sql(
                      """
                      insert into account (id, name, name_key, password, admin, disabled, created_at)
                      values (:id, 'bob', 'bob', '', false, false, 0)\
                      """)
                  .param("id", BOB)
                  .update());
    }

    @Override
    MetadataStore open() {
      return new JdbcMetadataStore(store());
    }
  }

  @Nested
  class AuditTests extends AuditContract {
    @Override
    Audit open() {
      audit = new JdbcAudit(store());
      return audit;
    }
  }

  private static Audit.Change change() {
    return new Audit.Change(
        Instant.parse("2026-11-22T10:15:30Z"),
        new Actor(Actor.Kind.GUEST, "a", ""),
        "b",
        "c",
        "",
        null,
        null);
  }

  private static Audit.Query everything() {
    return new Audit.Query(null, null, null, null, null, Long.MAX_VALUE, 1000, Long.MAX_VALUE);
  }

  @Test
  void whatWaitsIsStoredAtTheEnd() {
    audit = new JdbcAudit(store());
    for (int i = 0; i < 1000; i++) {
      audit.record(change());
    }
    audit.close();

    assertThat(audit.read(everything())).hasSize(1000);
  }

  @Test
  void failureOfTheDatabaseIsPassedOnWithoutSpringsWords() {
    Ban ban =
        new Ban(
            "1",
            Ban.Kind.BAN,
            null,
            new Ban.OfNick(new Nick("bob")),
            Instant.EPOCH,
            null,
            "a reason",
            "admin");
    store().change(client -> client.sql("drop table ban").update());

    assertThatThrownBy(() -> new JdbcModerationStore(store()).impose(ban))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("That is not possible now: the database does not work.")
        .cause()
        .isInstanceOf(SQLException.class)
        .hasNoCause();
  }

  @Test
  void changeThatFailsHalfwayIsUndone() {
    assertThatThrownBy(() ->
            store()
                .change(client -> {
                  client.sql("update server set ballast = 'half'").update();
                  return client.sql("select id from server where false").query().singleValue();
                }))
        .isInstanceOf(EmptyResultDataAccessException.class);
    long changed =
        store()
            .read(client ->
                client.sql("select count(ballast) from server").query(Long.class).single());
    assertThat(changed).isZero();
  }

  @Test
  void recordIsOnlyAddedTo() {
    audit = new JdbcAudit(store());
    audit.record(change());
    audit.close();

    for (String change : new String[] {"delete from audit", "update audit set actor = 'x'"}) {
      assertThatThrownBy(() -> store().change(client -> client.sql(change).update()))
          .isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(audit.read(everything())).hasSize(1);
  }
}
