package dev.parley.cluster;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import dev.parley.store.log.JdbcRoomLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the log of one node in a process of its own. Says lines in all rooms, and prints what is
 * shown ({@code shown EPOCH OFFSET TEXT}) and acknowledged ({@code stored EPOCH OFFSET TEXT}). A
 * line of input stops the talk, the end of input the program.
 */
final class NodeProgram {

  private static final RetentionPolicy ALL = RetentionPolicy.UNLIMITED;

  private final String name;
  private final Cluster cluster;
  private final JdbcRoomLog log;
  private final AtomicInteger said = new AtomicInteger();

  private NodeProgram(String name, Store store) {
    this.name = name;
    cluster = Cluster.start(store, name, "test");
    log = new JdbcRoomLog(store, ALL, 100, cluster.clock(), cluster.logPeers());
  }

  /** Runs with the URL of the database, the name of the node and the lines a second. */
  public static void main(String[] args) throws IOException {
    try (Store store = Store.postgres(args[0], null, null, true, config -> {})) {
      new NodeProgram(args[1], store).run(Integer.parseInt(args[2]));
    }
    Runtime.getRuntime().halt(0);
  }

  private void run(int linesPerSecond) throws IOException {
    List<RoomName> rooms = log.saved().stream().map(SavedRoom::name).toList();
    for (RoomName room : rooms) {
      String[] epoch = new String[1];
      synchronized (epoch) {
        epoch[0] =
            log.follow(
                    room,
                    (entry, draft) -> {
                      synchronized (epoch) {
                        print("shown", epoch[0], entry);
                      }
                    })
                .epoch();
      }
    }
    print("ready");
    try (ScheduledExecutorService talker = Executors.newSingleThreadScheduledExecutor();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      ScheduledFuture<?> talk =
          talker.scheduleAtFixedRate(
              () -> say(rooms),
              0,
              TimeUnit.SECONDS.toNanos(1) / linesPerSecond,
              TimeUnit.NANOSECONDS);
      while (input.readLine() != null) {
        talk.cancel(false);
        print("quiet");
      }
      talk.cancel(false);
    }
    log.close();
    cluster.close();
    print("stopped");
  }

  private void say(List<RoomName> rooms) {
    int number = said.incrementAndGet();
    String text = name + "-" + number;
    Draft draft = new Draft(cluster.clock().instant(), LogEntry.Kind.MESSAGE, name, text);
    log.append(
        rooms.get(number % rooms.size()),
        draft,
        ALL,
        appended -> {
          switch (appended) {
            case Appended.Stored(String epoch, LogEntry entry) -> print("stored", epoch, entry);
            case Appended.Failed(String reason) -> print("refused", reason);
          }
        });
  }

  private static void print(String kind, String epoch, LogEntry entry) {
    print(kind, epoch, entry.offset(), entry.text());
  }

  private static void print(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(word).append(' ');
    }
    synchronized (System.out) {
      System.out.println(line.toString().strip());
      System.out.flush();
    }
  }
}
