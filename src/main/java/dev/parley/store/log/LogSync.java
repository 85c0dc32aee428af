package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Created;
import dev.parley.chat.history.RoomLog.Observer;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.vendor.LineRange;
import dev.parley.store.vendor.PostgresDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rooms of this server equal to those of the others that share the database. Lines that
 * others stored come by {@link LogPeers}; lines whose predecessors lack wait for a moment, after
 * which the rest is read from the database. Every few seconds the last offsets of all rooms are
 * compared with the database. Confined to the writer, but for {@link #observe}.
 */
final class LogSync {

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);

  /** The time in nanoseconds in which a line that was overtaken by the next one usually comes. */
  private static final long GAP_TIME = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long COMPARE_INTERVAL = TimeUnit.SECONDS.toNanos(2);

  /** The time in nanoseconds after which rooms that could not be compared are compared again. */
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int LINES_AT_A_TIME = 1000;

  private final LogPeers peers;
  private final LogTransactions transactions;
  private final ConcurrentMap<RoomName, RoomState> rooms;
  private final Function<RoomLoader.Loaded, RoomState> resume;
  private final RetentionPolicy usual;
  private final int newest;
  private final Map<Integer, RoomState> byId = new HashMap<>();
  private final Map<RoomState, Long> waiting = new HashMap<>();
  private Map<Integer, Long> heads = Map.of();
  private long nextComparison = System.nanoTime() + COMPARE_INTERVAL;
  private boolean refresh;

  /** The tasks to run when all rooms have been compared. */
  private final List<Runnable> whenCompared = new ArrayList<>();

  /** The history of the database that the rooms are of. */
  private String timeline;

  /** True while the settings of all rooms are to be read again. */
  private boolean reload;

  private volatile @Nullable Observer observer;

  /**
   * @param rooms the rooms by name
   * @param resume creates the state of a room that was read
   * @param usual the retention of rooms that have none of their own
   * @param newest the number of a room's newest lines to read
   * @param timeline the history of the database that the rooms are of
   */
  LogSync(
      LogPeers peers,
      LogTransactions transactions,
      ConcurrentMap<RoomName, RoomState> rooms,
      Function<RoomLoader.Loaded, RoomState> resume,
      RetentionPolicy usual,
      int newest,
      String timeline) {
    this.timeline = timeline;
    this.peers = peers;
    this.transactions = transactions;
    this.rooms = rooms;
    this.resume = resume;
    this.usual = usual;
    this.newest = newest;
    rooms.values().forEach(this::know);
    transactions.adoptBy(this::adopt);
  }

  /** Sets who is told changes to rooms. Any thread. */
  void observe(Observer next) {
    observer = next;
  }

  boolean isLeased() {
    return peers.isLeased();
  }

  /** Notes a room that has got its id. */
  void know(RoomState room) {
    byId.put(room.stored.id, room);
  }

  /** Tells other servers what was stored. */
  void publish(List<StoredLines> lines, boolean changes) {
    if (!lines.isEmpty()) {
      peers.stored(lines);
    }
    if (changes) {
      peers.changed();
    }
  }

  /** Tells a line of this server, or of another that was stored before it, in its order. */
  void add(RoomState room, LineSequence.Line line) {
    sequence(room).add(line, next -> pass(room, next));
    watch(room);
  }

  /** Notes that a line is stored which cannot be told now. */
  void expect(RoomState room, long offset) {
    sequence(room).expect(offset);
    watch(room);
  }

  private static LineSequence sequence(RoomState room) {
    return Objects.requireNonNull(room.stored.sequence, "in a shared log");
  }

  private void watch(RoomState room) {
    if (!sequence(room).isWaiting() || room.stored.deleted) {
      waiting.remove(room);
    } else {
      waiting.putIfAbsent(room, System.nanoTime());
    }
  }

  private static void pass(RoomState room, LineSequence.Line line) {
    try {
      room.received(line.entry());
      room.tell(line.entry(), line.draft());
    } catch (RuntimeException e) {
      log.error("A line is not shown", e);
    } finally {
      line.then().run();
    }
  }

  /** Returns the time in nanoseconds after which {@link #run} has something to do. */
  long delay(long otherwise) {
    if (!waiting.isEmpty()) {
      return Math.min(otherwise, GAP_TIME);
    }
    return refresh ? Math.min(otherwise, RETRY) : otherwise;
  }

  /** Carries out a task that is not part of a batch. */
  void run(WriteTask task) {
    switch (task) {
      case WriteTask.Receive(StoredLines lines) -> receive(lines);
      case WriteTask.Create create -> create(create);
      case WriteTask.Rename rename -> rename(rename);
      case WriteTask.Reload(int room) -> attempt(connection -> reload(room, connection));
      case WriteTask.Reread(int room, long offset) ->
          attempt(connection -> reread(room, offset, connection));
      case WriteTask.Compare(Runnable then) -> {
        refresh = true;
        whenCompared.add(then);
      }
      default -> throw new IllegalArgumentException(String.valueOf(task));
    }
  }

  /** Does what is due. */
  void run() {
    if (!isLeased()) {
      return;
    }
    long now = System.nanoTime();
    if (refresh || now - nextComparison >= 0) {
      nextComparison = now + COMPARE_INTERVAL;
      boolean all = refresh;
      refresh = false;
      if (!attempt(connection -> compare(all, connection))) {
        refresh = all;
      } else if (all) {
        List<Runnable> tasks = List.copyOf(whenCompared);
        whenCompared.clear();
        tasks.forEach(Runnable::run);
      }
    }
    for (Map.Entry<RoomState, Long> each : List.copyOf(waiting.entrySet())) {
      if (now - each.getValue() >= GAP_TIME) {
        RoomState room = each.getKey();
        attempt(connection -> catchUp(room, sequence(room).expected(), connection));
        watch(room);
      }
    }
  }

  private interface Work {
    void run(WriterConnection connection) throws SQLException;
  }

  private boolean attempt(Work work) {
    return transactions.attempt(connection -> {
      work.run(connection);
      return true;
    });
  }

  private void receive(StoredLines stored) {
    RoomState room = byId.get(stored.room());
    if (room == null
        || room.stored.deleted
        || !room.stored.epoch.equals(stored.epoch())
        || !isLeased()) {
      return;
    }
    for (StoredLines.SharedLine line : stored.lines()) {
      LogEntry entry = line.entry();
      Draft draft =
          new Draft(entry.at(), entry.kind(), entry.from(), entry.text(), null, line.ref());
      sequence(room).add(new LineSequence.Line(entry, draft, () -> {}), next -> pass(room, next));
    }
    watch(room);
  }

  /** Reads what lacks up to an offset; what is not in the database will not come. */
  private long catchUp(RoomState room, long to, WriterConnection connection) throws SQLException {
    LineSequence sequence = sequence(room);
    long found = 0;
    while (sequence.passed() < to && !room.stored.deleted) {
      List<LogEntry> page =
          connection.read(
              new LineRange(
                  room.stored.id,
                  sequence.passed() + 1,
                  to,
                  Long.MIN_VALUE,
                  false,
                  LINES_AT_A_TIME));
      for (LogEntry entry : page) {
        skip(room, entry.offset() - 1);
        sequence.add(new LineSequence.Line(entry, null, () -> {}), line -> pass(room, line));
      }
      found += page.size();
      if (page.size() < LINES_AT_A_TIME) {
        skip(room, to);
      }
    }
    watch(room);
    return found;
  }

  private void skip(RoomState room, long offset) {
    LineSequence sequence = sequence(room);
    if (sequence.passed() < offset) {
      long before = sequence.passed();
      sequence.skip(offset, line -> pass(room, line));
      if (sequence.passed() > before) {
        room.skipped(offset);
      }
    }
  }

  /**
   * Tells the database what is known here, before anything else over a new connection: after a
   * fail-over it may have less. Then each room begins a new epoch.
   *
   * @throws SQLException where it is not decided yet, and where the rooms have begun a new epoch
   */
  private void adopt(WriterConnection connection) throws SQLException {
    refresh = true;
    Map<String, Long> known = new HashMap<>();
    for (RoomState room : byId.values()) {
      if (!room.stored.deleted) {
        long last = Math.max(sequence(room).expected(), room.position().last());
        known.put(room.stored.epoch, last);
      }
    }
    String adopted = connection.adoptTimeline(known);
    if (adopted == null) {
      throw new SQLException("Other servers are awaited", PostgresDatabase.FAILED_OVER);
    }
    if (!adopted.equals(timeline)) {
      timeline = adopted;
      reload = true;
    }
    boolean renewed = false;
    for (RoomTable.Lifetime now : connection.run(RoomTable::lifetimes)) {
      RoomState room = byId.get(now.id());
      if (room != null && !room.stored.deleted && !room.stored.epoch.equals(now.epoch())) {
        renew(room, now, connection);
        renewed = true;
      }
    }
    connection.endTransaction();
    if (renewed) {
      log.warn("Lines are lost in a fail-over of the database: all rooms begin a new epoch");
      throw new SQLException("Rooms have begun a new epoch", PostgresDatabase.LINES_LOST);
    }
  }

  /** Begins a new epoch of a room; the lines before it that were not told here are told first. */
  private void renew(RoomState room, RoomTable.Lifetime now, WriterConnection connection)
      throws SQLException {
    @Nullable RoomRow row =
        connection.<@Nullable RoomRow>run(client -> RoomTable.find(client, now.id()));
    if (row == null || !isTheSame(room.saved(), row.room())) {
      forget(now.id(), room); // The id was given again; the room is loaded when all are compared.
      return;
    }
    learn(room, row.room());
    catchUp(room, now.base(), connection);
    RoomState state = resume.apply(RoomLoader.resume(row.upTo(now.base()), newest, connection));
    room.stored.renewed = true;
    room.stored.deleted = true;
    waiting.remove(room);
    know(state);
    rooms.put(row.room().name(), state);
    room.releaseMemory();
    Observer told = observer;
    if (told != null) {
      safely(() -> told.renewed(row.room(), room.stored.epoch));
    }
  }

  /** Returns whether two rooms of one id were created together, and so are one room. */
  private static boolean isTheSame(@Nullable SavedRoom known, SavedRoom row) {
    return known != null && known.createdAt().toEpochMilli() == row.createdAt().toEpochMilli();
  }

  private void compare(boolean all, WriterConnection connection) throws SQLException {
    Map<Integer, Long> noted = heads;
    heads = connection.run(RoomTable::heads);
    long healed = 0;
    for (Map.Entry<Integer, Long> head : heads.entrySet()) {
      RoomState room = byId.get(head.getKey());
      if (room == null) {
        reload(head.getKey(), connection);
      } else {
        if (reload) {
          reload(head.getKey(), connection);
        }
        long due = all ? head.getValue() : noted.getOrDefault(head.getKey(), 0L);
        if (sequence(room).passed() < due) {
          healed += catchUp(room, head.getValue(), connection);
        }
      }
    }
    for (int id : List.copyOf(byId.keySet())) {
      if (!heads.containsKey(id)) {
        reload(id, connection);
      }
    }
    reload = false;
    if (healed > 0) {
      log.info("{} lines of other servers were missed and are read from the database", healed);
      peers.healed(healed);
    }
  }

  private boolean isKnown(int id) {
    RoomState known = byId.get(id);
    return known != null && !known.stored.deleted;
  }

  private void reload(int id, WriterConnection connection) throws SQLException {
    RoomState known = byId.get(id);
    @Nullable RoomRow row = connection.<@Nullable RoomRow>run(client -> RoomTable.find(client, id));
    if (row == null) {
      forget(id, known);
    } else if (known == null || known.stored.deleted) {
      tellSaved(load(row, connection).saved());
    } else {
      learn(known, row.room());
      tellSaved(row.room());
    }
  }

  /** Applies the settings and the name of a room that are stored. */
  private void learn(RoomState room, SavedRoom row) {
    room.stored.saved = row;
    room.reloaded(row, StoredRoom.retention(row, usual));
    if (!room.stored.name.value().equals(row.name().value())) {
      renamed(room, row, () -> tellRenamed(room));
    }
  }

  /**
   * Makes a room known by its new name, and by the former one until somebody has been told.
   *
   * @param tell tells it
   */
  private void renamed(RoomState room, SavedRoom saved, Runnable tell) {
    RoomName former = room.stored.name;
    room.stored.name = saved.name();
    rooms.put(saved.name(), room);
    tell.run();
    if (!former.equals(saved.name())) {
      rooms.remove(former, room);
    }
  }

  private void tellRenamed(RoomState room) {
    Observer told = observer;
    SavedRoom saved = room.saved();
    if (told != null && saved != null) {
      safely(() -> told.renamed(saved, room.stored.epoch));
    }
  }

  private void rename(WriteTask.Rename task) {
    RoomState room = task.room();
    SavedRoom saved = room.saved();
    Renamed[] result = {new Renamed.Failed(room.stored.name + " cannot be renamed now.")};
    if (saved != null
        && !room.stored.deleted
        && !attempt(connection -> result[0] = connection.renameShared(room.stored.id, task.to()))) {
      refresh = true; // It may be stored all the same.
      reload = true;
    }
    if (saved != null && result[0] instanceof Renamed.Done done) {
      SavedRoom now = saved.named(task.to());
      room.stored.saved = now;
      room.reloaded(now, room.keep());
      renamed(room, now, () -> task.then().accept(done));
      peers.changed();
    } else {
      task.then().accept(result[0]);
    }
  }

  private void forget(int id, @Nullable RoomState known) {
    byId.remove(id);
    if (known != null && !known.stored.deleted) {
      known.stored.deleted = true;
      rooms.remove(known.stored.name, known);
      waiting.remove(known);
      known.releaseMemory();
      tellDeleted(known);
    }
  }

  private RoomState load(RoomRow row, WriterConnection connection) throws SQLException {
    RoomLoader.Loaded loaded = RoomLoader.resume(row, newest, connection);
    RoomState state = resume.apply(loaded);
    know(state);
    RoomState before = rooms.put(loaded.stored().name, state);
    if (before != null && !isElsewhere(before, connection)) {
      before.stored.deleted = true;
      tellDeleted(before);
    }
    return state;
  }

  /** Returns whether a room whose name another one has by now was renamed, and learns that. */
  private boolean isElsewhere(RoomState room, WriterConnection connection) throws SQLException {
    @Nullable RoomRow row =
        connection.<@Nullable RoomRow>run(client -> RoomTable.find(client, room.stored.id));
    if (row == null || row.room().name().equals(room.stored.name)) {
      return false;
    }
    reload(row.id(), connection);
    return true;
  }

  private void tellSaved(@Nullable SavedRoom room) {
    Observer told = observer;
    if (told != null && room != null) {
      safely(() -> told.saved(room));
    }
  }

  private void tellDeleted(RoomState room) {
    Observer told = observer;
    if (told != null) {
      safely(() -> told.deleted(room.stored.name, room.stored.epoch));
    }
  }

  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A change to a room is not applied", e);
    }
  }

  private void reread(int id, long offset, WriterConnection connection) throws SQLException {
    RoomState room = byId.get(id);
    if (room == null || room.stored.deleted) {
      return;
    }
    catchUp(room, offset, connection);
    LogEntry line = connection.line(id, offset);
    if (line != null) {
      room.redacted(line);
      Observer told = observer;
      if (told != null) {
        safely(() -> told.redacted(room.stored.name, room.stored.epoch, line));
      }
    }
  }

  private void create(WriteTask.Create task) {
    RoomState known = rooms.get(task.room().name());
    if (known != null && known.saved() != null) {
      task.then().accept(new Created.Ready(Objects.requireNonNull(known.saved()), false));
      return;
    }
    List<Created> result = new ArrayList<>();
    boolean done =
        attempt(connection -> {
          String epoch = UUID.randomUUID().toString();
          RoomRow row = new RoomRow(0, task.room(), epoch, 1, 0, false);
          RoomTable.Identity saved = Objects.requireNonNull(connection.saveShared(row));
          @Nullable RoomRow stored =
              connection.<@Nullable RoomRow>run(client -> RoomTable.find(client, saved.id()));
          if (stored != null) {
            if (isKnown(stored.id())) { // It was renamed at another server.
              reload(stored.id(), connection);
            } else {
              load(stored, connection);
            }
            result.add(new Created.Ready(stored.room(), saved.epoch().equals(epoch)));
          }
        });
    if (done) {
      peers.changed();
    }
    Created created =
        result.isEmpty()
            ? new Created.Failed(task.room().name() + " cannot be created now.")
            : result.getFirst();
    task.then().accept(created);
  }
}
