package dev.parley.store.registry;

import dev.parley.chat.api.Fault;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.LogUnavailableException;
import dev.parley.chat.name.Text;
import dev.parley.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/**
 * The record of changes, in a table of the database that is only added to. Changes are stored in
 * the order of the calls, by one thread, a moment later; where the store does not take them they
 * wait until it does. Nothing is ever removed.
 */
public final class JdbcAudit implements Audit, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JdbcAudit.class);

  /** How many changes may wait; those beyond are in the program's log alone. */
  private static final int MOST_WAITING = 10_000;

  private static final int MOST_AT_ONCE = 200;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Stands behind the last change. */
  private static final Change END =
      new Change(Instant.EPOCH, Actor.admin(""), "", "", "", null, null);

  private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Store store;
  private final Thread thread;

  /** Whether the database refused the values that it was given last. Confined to the thread. */
  private boolean refused;

  /** The record in this database. */
  public JdbcAudit(Store store) {
    this.store = store;
    this.thread = Thread.ofPlatform().name("parley-audit").daemon().start(this::run);
  }

  @Override
  public void record(Change change) {
    if (closing.getCount() == 0 || !waiting.offer(change)) {
      lost(change);
    }
  }

  private void run() {
    try {
      List<Change> changes = new ArrayList<>();
      while (!changes.contains(END)) {
        changes.clear();
        changes.add(waiting.take());
        waiting.drainTo(changes, MOST_AT_ONCE - 1);
        store(changes.stream().filter(change -> !change.equals(END)).toList());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stores some changes, and tries again for as long as that fails; at the end once more. Where the
   * database refuses the values of some, the others are stored without them.
   */
  private void store(List<Change> changes) throws InterruptedException {
    boolean ending = false;
    for (int attempt = 1; !stored(changes, attempt); attempt++) {
      if (refused) {
        int half = changes.size() / 2;
        if (half == 0) {
          changes.forEach(JdbcAudit::lost);
        } else {
          store(changes.subList(0, half));
          store(changes.subList(half, changes.size()));
        }
        return;
      }
      if (ending) {
        changes.forEach(JdbcAudit::lost);
        return;
      }
      ending = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean stored(List<Change> changes, int attempt) {
    refused = false;
    try {
      store.change(connection -> insert(connection, changes));
      if (attempt > 1) {
        log.info("Changes are put on record again");
      }
      return true;
    } catch (RuntimeException e) {
      refused = e instanceof LogUnavailableException failed && store.refusesValues(failed);
      if (attempt == 1 && e instanceof LogUnavailableException && !refused) {
        log.error("Changes cannot be put on record, and wait: {}", e.getMessage());
      } else if (attempt == 1 && !refused) {
        log.error("Putting changes on record failed; they wait", Fault.of(e));
      }
      return false;
    }
  }

  /** Says what there is no record of, without what people wrote. */
  private static void lost(Change change) {
    log.error(
        "This change is not on record: {} of {} by {} at {}",
        change.action(),
        Text.cleanLine(change.subject()),
        Text.cleanLine(change.by().name()),
        change.at());
  }

  private static @Nullable Void insert(Connection connection, List<Change> changes)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into audit (at, actor_kind, actor, actor_key, address, action, subject, subject_key, reason,
              state_before, state_after) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
      for (Change change : changes) {
        insert.setLong(1, change.at().toEpochMilli());
        insert.setString(2, change.by().kind().name());
        insert.setString(3, change.by().name());
        insert.setString(4, Text.folded(change.by().name()));
        insert.setString(5, change.by().address());
        insert.setString(6, change.action());
        insert.setString(7, storable(change.subject()));
        insert.setString(8, Text.folded(storable(change.subject())));
        insert.setString(9, storable(change.reason()));
        insert.setString(10, change.before());
        insert.setString(11, change.after());
        insert.addBatch();
      }
      insert.executeBatch();
      return null;
    }
  }

  /**
   * PostgreSQL has no text with NUL in it, and one change with it would keep all others waiting.
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
      return List.of(); // Of no change, and PostgreSQL cannot even be asked.
    }
    List<String> conditions = new ArrayList<>(List.of("id < ?"));
    List<Object> values = new ArrayList<>(List.of(query.before()));
    condition(conditions, values, "actor_key = ?", fold(query.actor()));
    condition(conditions, values, "action = ?", query.action());
    condition(conditions, values, "subject_key = ?", fold(query.subject()));
    condition(conditions, values, "at >= ?", millis(query.since()));
    condition(conditions, values, "at < ?", millis(query.until()));
    String select =
        "select * from audit where "
            + String.join(" and ", conditions)
            + " order by id desc limit "
            + query.limit();
    return store.read(connection -> read(connection, select, values, query.bytes()));
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
      List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      conditions.add(condition);
      values.add(value);
    }
  }

  private static List<Recorded> read(
      Connection connection, String query, List<Object> values, long most) throws SQLException {
    List<Recorded> found = new ArrayList<>();
    long bytes = 0;
    try (PreparedStatement select = connection.prepareStatement(query)) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      try (ResultSet row = select.executeQuery()) {
        while (bytes <= most && row.next()) {
          Recorded change = recorded(row);
          found.add(change);
          bytes += change.change().size();
        }
      }
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

  /** Stores what waits, and ends. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (waiting.offer(END, GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        var _ = thread.join(GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
