package dev.parley.cluster;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.log.JdbcRoomLog;
import dev.parley.store.log.LogPeers;
import dev.parley.store.log.LogTester;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one node of a cluster in the process of the test, and records what its log tells. */
final class ClusterNode implements AutoCloseable {

  /** The lines that followers are told, by room. */
  final Map<RoomName, List<LogEntry>> told = new ConcurrentHashMap<>();

  /** The events that the observer is told, each with a word and a name. */
  final List<String> observed = new CopyOnWriteArrayList<>();

  final Store store;
  final Cluster cluster;
  final JdbcRoomLog log;
  final LogTester tester;

  ClusterNode(PostgresServer server, String name) {
    this(server, name, Cluster::logPeers);
  }

  ClusterNode(PostgresServer server, String name, Function<Cluster, LogPeers> peers) {
    this(server.openShared(), name, peers);
  }

  ClusterNode(Store store, String name, Function<Cluster, LogPeers> peers) {
    this(store, name, peers, Clock.systemUTC());
  }

  /** Starts a node whose clock may be wrong. */
  ClusterNode(Store store, String name, Function<Cluster, LogPeers> peers, Clock local) {
    this.store = store;
    cluster = Cluster.start(store, name, "test", local);
    log =
        new JdbcRoomLog(
            store, RetentionPolicy.UNLIMITED, 50, cluster.clock(), peers.apply(cluster));
    tester = new LogTester(log, cluster.clock());
    log.observe(new Recorder());
    log.saved().forEach(room -> follow(room.name()));
  }

  private final class Recorder implements RoomLog.Observer {

    @Override
    public void saved(SavedRoom room) {
      follow(room.name());
      observed.add("saved " + room.name() + " " + room.settings().slowModeSeconds());
    }

    @Override
    public void renamed(SavedRoom room, String epoch) {
      observed.add("renamed " + room.name());
    }

    @Override
    public void deleted(RoomName room, String epoch) {
      observed.add("deleted " + room);
    }

    @Override
    public void renewed(SavedRoom room, String before) {
      told.remove(room.name());
      follow(room.name());
      observed.add("renewed " + room.name());
    }

    @Override
    public void redacted(RoomName room, String epoch, LogEntry line) {
      observed.add("redacted " + room + " " + line.offset() + line.text());
    }
  }

  void follow(RoomName room) {
    List<LogEntry> lines = new CopyOnWriteArrayList<>();
    if (told.putIfAbsent(room, lines) == null) {
      var _ = log.follow(room, new Follower(lines));
    }
  }

  private record Follower(List<LogEntry> lines) implements RoomLog.Follower {

    @Override
    public void stored(LogEntry entry, @Nullable Draft draft) {
      lines.add(entry);
    }

    @Override
    public void skipped(long offset) {
      lines.add(new LogEntry(offset, Instant.EPOCH, LogEntry.Kind.MESSAGE, "", "", true));
    }
  }

  List<LogEntry> told(RoomName room) {
    return told.getOrDefault(room, List.of());
  }

  List<String> texts(RoomName room) {
    return told(room).stream().map(LogEntry::text).toList();
  }

  RoomLog.Created create(RoomName room, RetentionPolicy keep) {
    RoomSettings settings = new RoomSettings(true, false, null, 0, 0, keep);
    CompletableFuture<RoomLog.Created> created = new CompletableFuture<>();
    log.create(new SavedRoom(room, "", settings, cluster.clock().instant()), created::complete);
    RoomLog.Created result = created.orTimeout(20, TimeUnit.SECONDS).join();
    follow(room);
    return result;
  }

  @Override
  public void close() {
    log.close();
    cluster.close();
    store.close();
  }
}
