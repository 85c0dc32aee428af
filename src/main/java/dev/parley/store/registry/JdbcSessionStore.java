package dev.parley.store.registry;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.SessionStore;
import dev.parley.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;

/**
 * Stores sessions in the database. A thread of its own writes the newest state of each, many in one
 * transaction; what waits is at most one state for each account. Safe for use from any thread.
 */
public final class JdbcSessionStore implements SessionStore, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JdbcSessionStore.class);

  private static final long RETRY_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The sessions to write, by account; empty for one to delete. */
  private final Map<String, Optional<StoredSession>> waiting = new LinkedHashMap<>();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Store store;
  private final Thread thread;

  /** Creates a store in this database, and starts its thread. */
  public JdbcSessionStore(Store store) {
    this.store = store;
    this.thread = Thread.ofPlatform().name("parley-sessions").daemon().start(this::run);
  }

  @Override
  public void put(StoredSession session) {
    add(session.account(), Optional.of(session));
  }

  @Override
  public void remove(String account) {
    add(account, Optional.empty());
  }

  private void add(String account, Optional<StoredSession> now) {
    lock.lock();
    try {
      waiting.put(account, now);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (var batch = next(); !batch.isEmpty(); batch = next()) {
        if (!write(batch)) {
          writeAgain(batch);
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns what waits to be written, as soon as there is something; nothing at the end. */
  private Map<String, Optional<StoredSession>> next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && closing.getCount() > 0) {
        changed.await();
      }
      Map<String, Optional<StoredSession>> batch = new LinkedHashMap<>(waiting);
      waiting.clear();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has what could not be written wait again, unless something newer does; at the end tries once.
   */
  private void writeAgain(Map<String, Optional<StoredSession>> batch) throws InterruptedException {
    if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!write(batch)) {
        log.error("The sessions of {} accounts that are always on are not stored", batch.size());
      }
      return;
    }
    lock.lock();
    try {
      batch.forEach(waiting::putIfAbsent);
    } finally {
      lock.unlock();
    }
  }

  private boolean write(Map<String, Optional<StoredSession>> batch) {
    try {
      store.<@Nullable Void>change(client -> {
        batch.forEach((account, session) -> {
          delete(client, account);
          session.ifPresent(now -> insert(client, now));
        });
        return null;
      });
      return true;
    } catch (StoreUnavailableException e) {
      log.debug("Sessions cannot be stored now", e);
      return false;
    } catch (RuntimeException e) {
      log.error("The sessions of {} accounts are not stored", batch.size(), e);
      return true;
    }
  }

  private static void insert(JdbcClient client, StoredSession session) {
    client
        .sql(
            """
            insert into always_on_session (account_id, state, absent_since)
            select id, :state, :absent_since from account where id = :account\
            """)
        .param("account", session.account())
        .param("state", StateJson.MAPPER.writeValueAsString(session.state()))
        .param("absent_since", TimeColumns.millis(session.absentSince()), Types.BIGINT)
        .update();
  }

  /** Deletes the session of an account. */
  static void delete(JdbcClient client, String account) {
    client
        .sql("delete from always_on_session where account_id = :account")
        .param("account", account)
        .update();
  }

  @Override
  public List<StoredSession> all() {
    return store.read(client ->
        client
            .sql("select * from always_on_session order by account_id")
            .query((row, number) -> Optional.ofNullable(stored(row)))
            .list()
            .stream()
            .flatMap(Optional::stream)
            .toList());
  }

  private static @Nullable StoredSession stored(ResultSet row) throws SQLException {
    String account = row.getString("account_id");
    try {
      Handover state = StateJson.MAPPER.readValue(row.getString("state"), Handover.class);
      return new StoredSession(account, state, TimeColumns.instant(row, "absent_since"));
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("The session of the account {} is not understood", account, e);
      return null;
    }
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing.countDown();
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
