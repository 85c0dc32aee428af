package dev.parley.store.registry;

import dev.parley.chat.account.Certificates;
import dev.parley.chat.account.Fingerprint;
import dev.parley.store.Store;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores fingerprints of certificates in the database. Safe for use from any thread. */
final class JdbcCertificates implements Certificates {

  private final Store store;
  private final Clock clock;

  JdbcCertificates(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public @Nullable String owner(Fingerprint certificate) {
    return store.read(client -> owner(client, certificate));
  }

  private static @Nullable String owner(JdbcClient client, Fingerprint certificate) {
    return client
        .sql("select account_id from certificate where fingerprint = :fingerprint")
        .param("fingerprint", certificate.value())
        .query(String.class)
        .optional()
        .orElse(null);
  }

  @Override
  public List<Fingerprint> of(String account) {
    return store.read(client -> of(client, account));
  }

  private static List<Fingerprint> of(JdbcClient client, String account) {
    return client
        .sql(
            """
            select fingerprint from certificate where account_id = :account
            order by added_at, fingerprint\
            """)
        .param("account", account)
        .query((row, number) -> new Fingerprint(row.getString("fingerprint")))
        .list();
  }

  @Override
  public Addition add(String account, Fingerprint certificate, int most) {
    return store.change(client -> {
      // Additions to one account are made one after the other, at whichever server.
      client
          .sql("update account set disabled = disabled where id = :account")
          .param("account", account)
          .update();
      if (owner(client, certificate) != null) {
        return Addition.TAKEN;
      }
      if (most > 0 && of(client, account).size() >= most) {
        return Addition.FULL;
      }
      int added =
          client
              .sql(
                  """
                  insert into certificate (fingerprint, account_id, added_at)
                  values (:fingerprint, :account, :added_at) on conflict do nothing\
                  """)
              .param("fingerprint", certificate.value())
              .param("account", account)
              .param("added_at", clock.millis())
              .update();
      return added == 0 ? Addition.TAKEN : Addition.ADDED;
    });
  }

  @Override
  public boolean remove(String account, Fingerprint certificate) {
    return store.change(client ->
        client
                .sql(
                    """
                    delete from certificate
                    where fingerprint = :fingerprint and account_id = :account\
                    """)
                .param("fingerprint", certificate.value())
                .param("account", account)
                .update()
            > 0);
  }

  /** Deletes the fingerprints of an account. */
  static void delete(JdbcClient client, String account) {
    client
        .sql("delete from certificate where account_id = :account")
        .param("account", account)
        .update();
  }
}
