package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKeys;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import dev.parley.store.vendor.LineRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores the logs of rooms in a database. One thread writes lines, many in a transaction, and
 * answers after the commit. The newest lines of each room are read from memory, the others from the
 * database. While the database fails, lines are refused. Safe for use from any thread.
 */
public final class JdbcRoomLog implements RoomLog, PostKeys, AutoCloseable {

  /** The number of a room's lines in memory after the start. */
  private static final int NEWEST_AT_START = 100;

  private static final long FAIL_OVER_POLL = TimeUnit.MILLISECONDS.toNanos(100);

  private interface Reading<T> {
    T on(Connection connection) throws SQLException;
  }

  private final ConcurrentMap<RoomName, RoomState> rooms = new ConcurrentHashMap<>();
  private final AtomicLong totalWindowSize = new AtomicLong();
  private final Store store;
  private final RetentionPolicy usual;
  private final int linesInMemory;
  private final Clock clock;
  private final LogWriter writer;
  private final @Nullable LogSync sync;
  private final @Nullable LogPeers peers;
  private volatile @Nullable Observer observer;
  private volatile PostKeyTable.@Nullable Bounds keyBounds;

  /**
   * Reads the rooms from the store.
   *
   * @param usual the retention of rooms that have none of their own
   * @param linesInMemory the number of a room's newest lines that are kept in memory
   * @throws dev.parley.store.StoreException where the store does not work
   */
  public JdbcRoomLog(Store store, RetentionPolicy usual, int linesInMemory, Clock clock) {
    this(store, usual, linesInMemory, clock, null);
  }

  /**
   * Reads the rooms from a store that may be shared with other servers.
   *
   * @param clock a clock that is that of the database where the store is shared
   * @param peers the other servers; null where the store is not {@linkplain
   *     dev.parley.store.vendor.Database#isShared shared}
   * @throws dev.parley.store.StoreException where the store does not work
   */
  public JdbcRoomLog(
      Store store,
      RetentionPolicy usual,
      int linesInMemory,
      Clock clock,
      @Nullable LogPeers peers) {
    this.store = store;
    this.usual = usual;
    this.linesInMemory = linesInMemory;
    this.clock = clock;
    this.peers = peers;
    String instance = peers == null ? UUID.randomUUID().toString() : peers.node();
    int newest = Math.min(linesInMemory, NEWEST_AT_START);
    RoomDeletions deletions = new RoomDeletions();
    try {
      WriterConnection connection = WriterConnection.open(store);
      connection.register(instance);
      String timeline = peers == null ? "" : awaitTimeline(connection);
      new RoomLoader(connection, deletions)
          .load(newest)
          .forEach(loaded -> rooms.put(loaded.stored().name, resume(loaded)));
      LogTransactions transactions = new LogTransactions(store, instance, connection, peers);
      this.sync =
          peers == null
              ? null
              : new LogSync(peers, transactions, rooms, this::resume, usual, newest, timeline);
      LogMaintenance maintenance =
          new LogMaintenance(
              store,
              transactions,
              deletions,
              rooms::values,
              this::sweepKeys,
              peers == null ? () -> true : peers::isCaretaker);
      this.writer = new LogWriter(store, usual, deletions, transactions, maintenance, sync);
    } catch (SQLException e) {
      throw store.cannotBeOpened(e);
    }
    if (peers != null) {
      peers.listen(new PeerListener());
      writer.receive(new WriteTask.Compare(() -> {})); // For what came between the load and this.
    }
    writer.start();
  }

  /**
   * Waits until it is decided which epochs go on, where the database has failed over: until the
   * servers that were alive are back, or for a few seconds.
   */
  private static String awaitTimeline(WriterConnection connection) throws SQLException {
    String timeline = connection.adoptTimeline(Map.of());
    while (timeline == null) {
      LockSupport.parkNanos(FAIL_OVER_POLL);
      timeline = connection.adoptTimeline(Map.of());
    }
    return timeline;
  }

  /** Queues what other servers do. */
  private final class PeerListener implements LogPeers.Listener {

    @Override
    public void stored(StoredLines lines) {
      writer.receive(new WriteTask.Receive(lines));
    }

    @Override
    public void roomChanged(int room) {
      writer.receive(new WriteTask.Reload(room));
    }

    @Override
    public void redacted(int room, long offset) {
      writer.receive(new WriteTask.Reread(room, offset));
    }

    @Override
    public void refresh() {
      writer.receive(new WriteTask.Compare(() -> {}));
    }
  }

  private RoomState resume(RoomLoader.Loaded loaded) {
    StoredRoom stored = loaded.stored();
    SavedRoom saved = Objects.requireNonNull(stored.saved);
    RoomState state = begin(stored, StoredRoom.retention(saved, usual));
    state.resume(loaded.first(), loaded.last(), stored.unlogged, loaded.newest());
    return state;
  }

  private RoomState begin(StoredRoom stored, RetentionPolicy keep) {
    return new RoomState(stored, keep, clock, new LineWindow(linesInMemory, totalWindowSize));
  }

  @Override
  public List<SavedRoom> saved() {
    return rooms.values().stream()
        .map(RoomState::saved)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(SavedRoom::createdAt))
        .toList();
  }

  @Override
  public void save(SavedRoom room, Consumer<@Nullable String> then) {
    RoomState state = state(room.name());
    state.initializeRetention(StoredRoom.retention(room, usual));
    if (!writer.offer(new WriteTask.Save(state, room, then))) {
      then.accept(room.name() + " is not saved: " + busy() + ".");
    }
  }

  @Override
  public void create(SavedRoom room, Consumer<Created> then) {
    if (sync == null) {
      RoomLog.super.create(room, then);
    } else if (!writer.offer(new WriteTask.Create(room, then))) {
      then.accept(new Created.Failed(room.name() + " is not created: " + busy() + "."));
    }
  }

  @Override
  public void observe(Observer next) {
    observer = next;
    if (sync != null) {
      sync.observe(next);
    }
  }

  @Override
  public void catchUp(Runnable then) {
    if (sync == null) {
      RoomLog.super.catchUp(then);
    } else {
      writer.add(new WriteTask.Compare(then));
    }
  }

  @Override
  public Position follow(RoomName room, Follower follower) {
    // A room that is renamed has its former name until somebody has been told.
    rooms.computeIfPresent(room, (name, there) -> there.stored.name.equals(name) ? there : null);
    return state(room).follow(follower);
  }

  private RoomState state(RoomName room) {
    return rooms.computeIfAbsent(
        room,
        name -> {
          LineSequence sequence = sync == null ? null : new LineSequence(0);
          return begin(new StoredRoom(name, UUID.randomUUID().toString(), sequence), usual);
        });
  }

  @Override
  public void append(RoomName room, Draft draft, RetentionPolicy keep, Consumer<Appended> then) {
    RoomState state = rooms.get(room);
    if (state == null) {
      then.accept(new Appended.Failed(room + " is gone."));
      return;
    }
    Appended.Stored unlogged = state.appendUnlogged(draft, keep);
    if (unlogged != null) {
      state.tell(unlogged.entry(), draft);
      then.accept(unlogged);
    } else if (!writer.offer(new WriteTask.Append(state, draft, keep, then))) {
      state.answered();
      then.accept(new Appended.Failed("Your line is not stored: " + busy() + "."));
    }
  }

  private String busy() {
    return writer.isClosed() ? "the server is shutting down" : "too many lines wait to be stored";
  }

  @Override
  public List<LogEntry> recent(RoomName room, int limit) {
    RoomState state = rooms.get(room);
    return state == null || limit <= 0 ? List.of() : state.recent(limit);
  }

  @Override
  public List<LogEntry> read(RoomName room, Query query) {
    RoomState state = rooms.get(room);
    if (state == null) {
      return List.of();
    }
    RoomState.Lookup lookup = state.lookUp(query);
    LineRange storeRange = lookup.storeRange();
    if (storeRange == null) {
      return lookup.found();
    }
    boolean unsettled = storeRange.to() >= state.unsettledFrom();
    if (!query.isFiltered()) {
      return read(storeRange, unsettled && !trySettle());
    }
    if (unsettled) {
      settle();
    }
    return search(storeRange, query);
  }

  /** Settles the newest lines, and returns whether that was possible: it changes the store. */
  private boolean trySettle() {
    if (problem() != null) {
      return false;
    }
    try {
      settle();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  /**
   * Has the newest lines of all rooms moved to their place and into the search index, and waits for
   * that. Other tasks of the writer are done between two steps.
   */
  private void settle() {
    boolean more = true;
    while (more) {
      CompletableFuture<Boolean> step = new CompletableFuture<>();
      writer.add(new WriteTask.Settle(step));
      more = await(step);
    }
  }

  /** Reads lines, also those that are not settled if they are asked for, which takes longer. */
  private List<LogEntry> read(LineRange range, boolean unsettled) {
    return read(connection ->
        unsettled
            ? LineReader.read(connection, store.database().allLines(), range)
            : LineReader.read(connection, range));
  }

  private List<LogEntry> search(LineRange range, Query query) {
    return read(connection -> LineReader.search(connection, store.database(), range, query));
  }

  /** Reads on a connection, or on another where that one was lost: perhaps long ago. */
  private <T> T read(Reading<T> reading) {
    try {
      try (Connection connection = store.dataSource().getConnection()) {
        try {
          return reading.on(connection);
        } catch (SQLException e) {
          if (!connection.isClosed()) {
            throw e;
          }
        }
      }
      try (Connection another = store.dataSource().getConnection()) {
        return reading.on(another);
      }
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private StoreUnavailableException unreadable(SQLException e) {
    return new StoreUnavailableException(
        "The history cannot be read now: " + store.reason(e) + ".", e);
  }

  @Override
  public @Nullable LogEntry entry(RoomName room, long offset) {
    if (offset < 1) {
      return null;
    }
    List<LogEntry> found = read(room, Query.after(offset - 1, 1));
    return found.isEmpty() || found.getFirst().offset() != offset ? null : found.getFirst();
  }

  @Override
  public @Nullable LogEntry topicLine(RoomName room) {
    RoomState state = rooms.get(room);
    if (state == null) {
      return null;
    }
    String lines = trySettle() ? "line" : store.database().allLines();
    return entry(room, read(connection -> LineReader.topic(connection, lines, state.stored.id)));
  }

  @Override
  public @Nullable LogEntry redact(RoomName room, long offset) {
    RoomState state = rooms.get(room);
    if (state == null) {
      return null;
    }
    CompletableFuture<@Nullable LogEntry> redacted = new CompletableFuture<>();
    writer.add(new WriteTask.Redact(state, offset, redacted));
    return await(redacted);
  }

  private static <T extends @Nullable Object> T await(CompletableFuture<T> written) {
    try {
      return written.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreUnavailableException unavailable ? unavailable : e;
    }
  }

  @Override
  public @Nullable Position position(RoomName room) {
    RoomState state = rooms.get(room);
    return state == null ? null : state.position();
  }

  @Override
  public void delete(RoomName room, Consumer<@Nullable String> then) {
    RoomState state = rooms.remove(room);
    if (state == null) {
      then.accept(null);
    } else {
      writer.add(new WriteTask.Delete(state, then));
    }
  }

  @Override
  public void rename(RoomName room, RoomName to, Consumer<Renamed> then) {
    RoomState state = rooms.get(room);
    if (state == null) {
      then.accept(new Renamed.Failed(room + " is gone."));
      return;
    }
    if (sync == null && !isFree(to, state)) {
      then.accept(new Renamed.Taken());
      return;
    }
    Consumer<Renamed> renamed =
        result -> {
          then.accept(result);
          if (!room.equals(to)) {
            rooms.remove(result instanceof Renamed.Done ? room : to, state);
          }
        };
    if (!writer.offer(new WriteTask.Rename(state, to, renamed, () -> renamedLate(room, state)))) {
      renamed.accept(new Renamed.Failed(room + " is not renamed: " + busy() + "."));
    }
  }

  /** Makes a room known by its new name after the asker was told that it is not stored. */
  private void renamedLate(RoomName former, RoomState room) {
    Observer told = observer;
    SavedRoom saved = room.saved();
    if (told == null || saved == null || room.stored.deleted) {
      return;
    }
    RoomState other = rooms.put(saved.name(), room);
    if (other != null && other != room) { // It was made meanwhile, and cannot be stored.
      other.stored.deleted = true;
      told.deleted(saved.name(), other.stored.epoch);
    }
    told.renamed(saved, room.stored.epoch);
    if (!former.equals(saved.name())) {
      rooms.remove(former, room);
    }
  }

  /** Makes a name lead to a room, unless another room has it. */
  private boolean isFree(RoomName name, RoomState room) {
    RoomState there = rooms.putIfAbsent(name, room);
    return there == null || there == room;
  }

  @Override
  public @Nullable Posted posted(String hash) {
    PostKeyTable.Bounds bounds = keyBounds;
    Instant since = bounds == null ? Instant.EPOCH : clock.instant().minus(bounds.maxAge());
    return store.read(client -> PostKeyTable.find(client, hash, since));
  }

  @Override
  public boolean claim(String hash) {
    return peers == null || store.change(client -> PostKeyTable.claim(client, hash, peers.node()));
  }

  @Override
  public void release(String hash) {
    if (peers != null) {
      store.change(client -> PostKeyTable.release(client, hash, peers.node()));
    }
  }

  @Override
  public void used(String hash) {
    store.change(client -> PostKeyTable.use(client, hash, clock.instant()));
  }

  @Override
  public void bound(int most, Duration time) {
    keyBounds = new PostKeyTable.Bounds(most, time);
  }

  /** Deletes expired keys in a transaction. Called by the writer. */
  private boolean sweepKeys(WriterConnection connection) throws SQLException {
    PostKeyTable.Bounds bounds = keyBounds;
    if (bounds != null && connection.run(PostKeyTable::hasAny)) {
      connection.commit();
      connection.run(client -> PostKeyTable.sweep(client, bounds, clock.instant()));
      connection.commit();
    }
    return false;
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public @Nullable String problem() {
    return writer.problem();
  }

  /** Stores the lines that were appended before, and stops the writer; later ones are refused. */
  @Override
  public void close() {
    writer.close();
  }
}
