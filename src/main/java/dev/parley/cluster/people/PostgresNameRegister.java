package dev.parley.cluster.people;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.NameRegister;
import dev.parley.cluster.NodeId;
import dev.parley.store.Store;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers names in a table of PostgreSQL. A thread of its own carries out claims and releases, in
 * order, many in one statement. Safe for use from any thread.
 */
public final class PostgresNameRegister implements NameRegister, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PostgresNameRegister.class);

  /** The maximum number of claims and releases that wait. */
  private static final int CAPACITY = 100_000;

  private static final int BATCH = 1000;
  private static final long RETRY_MILLIS = 1000;

  /**
   * Locks names in their order, as {@link #RELEASE} does, so that nodes cannot block each other.
   */
  private static final String CLAIM =
      """
      insert into node_name (name_key, node, person)
      select name_key, ?::uuid, person from unnest(?, ?) as wanted (name_key, person)
      order by name_key
      on conflict (name_key) do update set node = excluded.node
      where node_name.person = excluded.person
      returning name_key\
      """;

  private static final String RELEASE =
      """
      delete from node_name where name_key in (
        select name_key from node_name
        join unnest(?, ?) as gone (key, holder) on name_key = key and person = holder
        order by name_key for update of node_name)\
      """;

  private static final String FORGET =
      """
      delete from node_name where name_key in (
        select name_key from node_name where node = :node::uuid order by name_key for update)\
      """;

  private final BlockingQueue<Step> waiting = new LinkedBlockingQueue<>(CAPACITY);

  /** The steps that are carried out together. Confined to the thread. */
  private final List<Step> batch = new ArrayList<>();

  private final Store store;
  private final Supplier<NodeId> self;
  private final Thread thread;
  private volatile boolean closed;

  private volatile CompletableFuture<@Nullable Void> lastRelease =
      CompletableFuture.completedFuture(null);

  /**
   * Represents a claim or a release.
   *
   * @param claimed completed with the result of a claim, null for a release
   * @param again whether the person had the name before
   * @param done completed when the step is carried out
   */
  private record Step(
      String name,
      String person,
      @Nullable CompletableFuture<Boolean> claimed,
      boolean again,
      CompletableFuture<@Nullable Void> done) {

    static Step release(String name, String person) {
      return new Step(name, person, null, false, new CompletableFuture<>());
    }

    boolean isClaim() {
      return claimed != null;
    }
  }

  /**
   * @param self returns the id of this node
   */
  public PostgresNameRegister(Store store, Supplier<NodeId> self) {
    this.store = store;
    this.self = self;
    this.thread = Thread.ofPlatform().name("parley-names").daemon().start(this::run);
  }

  @Override
  public CompletableFuture<Boolean> claim(Nick nick, String person) {
    return claim(nick, person, false);
  }

  private CompletableFuture<Boolean> claim(Nick nick, String person, boolean again) {
    CompletableFuture<Boolean> claimed = new CompletableFuture<>();
    if (closed
        || !waiting.offer(
            new Step(nick.folded(), person, claimed, again, new CompletableFuture<>()))) {
      claimed.completeExceptionally(unavailable(null));
    }
    return claimed;
  }

  @Override
  public void release(Nick nick, String person) {
    Step release = Step.release(nick.folded(), person);
    if (!closed && waiting.offer(release)) {
      lastRelease = release.done();
    } else if (!closed) {
      log.warn("Too many changes of names wait, so that a name stays in use");
    }
  }

  @Override
  public CompletableFuture<@Nullable Void> released() {
    return lastRelease;
  }

  private static StoreUnavailableException unavailable(@Nullable SQLException cause) {
    return new StoreUnavailableException(
        "Names cannot be given now: the database does not answer.", cause);
  }

  private void run() {
    while (!closed) {
      try {
        batch.add(waiting.take());
        waiting.drainTo(batch, BATCH);
        carryOutBatch();
      } catch (InterruptedException stop) {
        break;
      } finally {
        batch.clear();
      }
    }
    for (Step left = waiting.poll(); left != null; left = waiting.poll()) {
      if (left.claimed() != null) {
        left.claimed().completeExceptionally(unavailable(null));
      }
      left.done().complete(null);
    }
  }

  /** Carries out the batch in order: steps of one kind together, up to a name that comes twice. */
  private void carryOutBatch() throws InterruptedException {
    List<Step> run = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Step step : batch) {
      boolean ends =
          !run.isEmpty()
              && (run.getFirst().isClaim() != step.isClaim() || names.contains(step.name()));
      if (ends) {
        carryOutTogether(run);
        run.clear();
        names.clear();
      }
      run.add(step);
      names.add(step.name());
    }
    carryOutTogether(run);
  }

  private void carryOutTogether(List<Step> run) throws InterruptedException {
    if (run.getFirst().isClaim()) {
      run.removeIf(step -> step.claimed() != null && step.claimed().isDone()); // Refused meanwhile.
      if (!run.isEmpty()) {
        claim(run);
      }
      return;
    }
    while (!closed) {
      try (Connection connection = store.dataSource().getConnection()) {
        release(connection, run);
        run.forEach(step -> step.done().complete(null));
        return;
      } catch (SQLException e) {
        log.debug("Names cannot be released now", e);
        refuseClaims(e);
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  /** Refuses the claims that would wait until names can be released. */
  private void refuseClaims(SQLException cause) {
    for (List<Step> steps : List.of(batch, List.copyOf(waiting))) {
      for (Step step : steps) {
        if (step.claimed() != null && !step.again()) {
          step.claimed().completeExceptionally(unavailable(cause));
        }
      }
    }
  }

  private void claim(List<Step> run) {
    try (Connection connection = store.dataSource().getConnection()) {
      Set<String> granted = new HashSet<>();
      try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
        statement.setString(1, self.get().toString());
        set(connection, statement, 2, run);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            granted.add(rows.getString(1));
          }
        }
      }
      for (Step step : run) {
        complete(step, granted.contains(step.name()));
      }
    } catch (SQLException e) {
      log.debug("Names cannot be claimed now", e);
      for (Step step : run) {
        if (step.claimed() != null) {
          if (!step.again()) {
            release(step); // It may have been claimed all the same.
          }
          step.claimed().completeExceptionally(unavailable(e));
        }
      }
    }
  }

  private static void complete(Step step, boolean granted) {
    if (step.claimed() != null) {
      step.claimed().complete(granted);
    }
  }

  private void release(Step claim) {
    if (!waiting.offer(Step.release(claim.name(), claim.person()))) {
      log.warn("Too many changes of names wait, so that a name may stay in use");
    }
  }

  private static void release(Connection connection, List<Step> run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
      set(connection, statement, 1, run);
      statement.executeUpdate();
    }
  }

  private static void set(
      Connection connection, PreparedStatement statement, int index, List<Step> run)
      throws SQLException {
    Array names = connection.createArrayOf("text", run.stream().map(Step::name).toArray());
    Array people = connection.createArrayOf("text", run.stream().map(Step::person).toArray());
    statement.setArray(index, names);
    statement.setArray(index + 1, people);
  }

  /** Returns the ids of the nodes that have names. May block. */
  Set<NodeId> nodes() {
    return store.read(client ->
        client
            .sql("select distinct node from node_name")
            .query((row, number) -> NodeId.of(row.getString(1)))
            .set());
  }

  /** Releases the names of a dead node. May block. */
  void forget(NodeId node) {
    store.read(client -> client.sql(FORGET).param("node", node.toString()).update());
  }

  /**
   * Claims the names of people here again, as the table may have been emptied, and returns those
   * that another has.
   *
   * @param people the names by the ids of people
   */
  CompletableFuture<Map<String, Nick>> refill(Map<String, Nick> people) {
    Map<String, Nick> lost = new LinkedHashMap<>();
    List<CompletableFuture<?>> claims = new ArrayList<>();
    people.forEach((person, nick) ->
        claims.add(
            claim(nick, person, true)
                .thenAccept(has -> {
                  if (!has) {
                    synchronized (lost) {
                      lost.put(person, nick);
                    }
                  }
                })));
    return CompletableFuture.allOf(claims.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> lost);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
