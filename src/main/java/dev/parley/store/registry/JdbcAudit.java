package dev.parley.store.registry;

import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Text;
import dev.parley.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Stores the audit in an append-only table. Changes are stored in the order of the calls, by one
 * thread, a moment later; where that fails they wait until it succeeds. Nothing is ever deleted.
 * Safe for use from any thread.
 */
public final class JdbcAudit implements Audit, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JdbcAudit.class);

  /** The largest number of changes that wait; further ones are only in the program's log. */
  private static final int QUEUE_CAPACITY = 10_000;

  private static final int BATCH_SIZE = 200;
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** Marks the end of the queue. */
  private static final Change END =
      new Change(Instant.EPOCH, Actor.admin(""), "", "", "", null, null);

  private static final String INSERT =
      """
      insert into audit (at, actor_kind, actor, actor_key, address, action, subject, subject_key,
        reason, state_before, state_after)
      values (:at, :actor_kind, :actor, :actor_key, :address, :action, :subject, :subject_key,
        :reason, :state_before, :state_after)\
      """;

  private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(QUEUE_CAPACITY);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Store store;
  private final Thread thread;

  /** True where the database refused the values of the last attempt. Confined to the thread. */
  private boolean refused;

  /** Creates an audit in this database, and starts its thread. */
  public JdbcAudit(Store store) {
    this.store = store;
    this.thread = Thread.ofPlatform().name("parley-audit").daemon().start(this::run);
  }

  @Override
  public void record(Change change) {
    if (closing.getCount() == 0 || !waiting.offer(change)) {
      logLost(change);
    }
  }

  private void run() {
    try {
      List<Change> changes = new ArrayList<>();
      while (!changes.contains(END)) {
        changes.clear();
        changes.add(waiting.take());
        waiting.drainTo(changes, BATCH_SIZE - 1);
        store(changes.stream().filter(change -> !change.equals(END)).toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stores changes, and tries again for as long as that fails; at the end once more. Where the
   * database refuses the values of some, the others are stored without them.
   */
  private void store(List<Change> changes) throws InterruptedException {
    boolean ending = false;
    for (int attempt = 1; !stored(changes, attempt); attempt++) {
      if (refused) {
        int half = changes.size() / 2;
        if (half == 0) {
          changes.forEach(JdbcAudit::logLost);
        } else {
          store(changes.subList(0, half));
          store(changes.subList(half, changes.size()));
        }
        return;
      }
      if (ending) {
        changes.forEach(JdbcAudit::logLost);
        return;
      }
      ending = closing.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean stored(List<Change> changes, int attempt) {
    refused = false;
    try {
      store.changeAll(INSERT, changes.stream().map(JdbcAudit::parameters).toList());
      if (attempt > 1) {
        log.info("Changes are put on record again");
      }
      return true;
    } catch (RuntimeException e) {
      refused = e instanceof StoreUnavailableException failed && store.refusesValues(failed);
      if (attempt == 1 && e instanceof StoreUnavailableException && !refused) {
        log.error("Changes cannot be put on record, and wait: {}", e.getMessage());
      } else if (attempt == 1 && !refused) {
        log.error("Putting changes on record failed; they wait", RedactedThrowable.of(e));
      }
      return false;
    }
  }

  /** Logs a change that is not on record, without texts that people wrote. */
  private static void logLost(Change change) {
    log.error(
        "This change is not on record: {} of {} by {} at {}",
        change.action(),
        Text.cleanLine(change.subject()),
        Text.cleanLine(change.by().name()),
        change.at());
  }

  private static SqlParameterSource parameters(Change change) {
    String subject = storable(change.subject());
    return new MapSqlParameterSource()
        .addValue("at", change.at().toEpochMilli())
        .addValue("actor_kind", change.by().kind().name())
        .addValue("actor", change.by().name())
        .addValue("actor_key", Text.folded(change.by().name()))
        .addValue("address", change.by().address())
        .addValue("action", change.action())
        .addValue("subject", subject)
        .addValue("subject_key", Text.folded(subject))
        .addValue("reason", storable(change.reason()))
        .addValue("state_before", change.before(), Types.VARCHAR)
        .addValue("state_after", change.after(), Types.VARCHAR);
  }

  /**
   * Removes control characters. PostgreSQL refuses NUL, and one such change would delay all others.
   */
  private static String storable(String text) {
    return Text.cleanLines(text);
  }

  private static boolean hasNul(@Nullable String text) {
    return text != null && text.indexOf('\0') >= 0;
  }

  @Override
  public List<Recorded> read(Query query) {
    if (hasNul(query.actor()) || hasNul(query.action()) || hasNul(query.subject())) {
      return List.of(); // No change has NUL in it, and PostgreSQL refuses it in queries.
    }
    List<String> conditions = new ArrayList<>(List.of("id < :before"));
    MapSqlParameterSource values = new MapSqlParameterSource("before", query.before());
    condition(conditions, values, "actor_key = :actor", "actor", fold(query.actor()));
    condition(conditions, values, "action = :action", "action", query.action());
    condition(conditions, values, "subject_key = :subject", "subject", fold(query.subject()));
    condition(conditions, values, "at >= :since", "since", millis(query.since()));
    condition(conditions, values, "at < :until", "until", millis(query.until()));
    String select =
        "select * from audit where "
            + String.join(" and ", conditions)
            + " order by id desc limit "
            + query.limit();
    ResultSetExtractor<List<Recorded>> reader = rows -> read(rows, query.bytes());
    return store.read(client -> client.sql(select).paramSource(values).query(reader));
  }

  private static @Nullable String fold(@Nullable String name) {
    return name == null ? null : Text.folded(name);
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    if (time == null) {
      return null;
    }
    Instant latest = Instant.ofEpochMilli(Long.MAX_VALUE);
    Instant earliest = Instant.ofEpochMilli(Long.MIN_VALUE);
    return (time.isAfter(latest) ? latest : time.isBefore(earliest) ? earliest : time)
        .toEpochMilli();
  }

  private static void condition(
      List<String> conditions,
      MapSqlParameterSource values,
      String condition,
      String name,
      @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.addValue(name, value);
    }
  }

  /** Reads changes up to the one that exceeds the bytes. */
  private static List<Recorded> read(ResultSet row, long maxBytes) throws SQLException {
    List<Recorded> found = new ArrayList<>();
    long bytes = 0;
    while (bytes <= maxBytes && row.next()) {
      Recorded change = recorded(row);
      found.add(change);
      bytes += change.change().size();
    }
    return found;
  }

  private static Recorded recorded(ResultSet row) throws SQLException {
    return new Recorded(
        row.getLong("id"),
        new Change(
            Instant.ofEpochMilli(row.getLong("at")),
            new Actor(
                Actor.Kind.valueOf(row.getString("actor_kind")),
                row.getString("actor"),
                row.getString("address")),
            row.getString("action"),
            row.getString("subject"),
            row.getString("reason"),
            row.getString("state_before"),
            row.getString("state_after")));
  }

  /** Stores the changes that wait, and stops the thread. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (waiting.offer(END, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        var _ = thread.join(CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
