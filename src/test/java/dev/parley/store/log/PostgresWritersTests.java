package dev.parley.store.log;

import static dev.parley.store.log.RoomLogContract.DEV;
import static dev.parley.store.log.RoomLogContract.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.vendor.BatchReceipt;
import dev.parley.store.vendor.LineAppender;
import dev.parley.store.vendor.LineBatch;
import dev.parley.store.vendor.PostgresDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that several servers append to the same rooms of a PostgreSQL database. */
class PostgresWritersTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private final List<LogEntry> told = Collections.synchronizedList(new ArrayList<>());
  private final List<@Nullable Draft> drafts = Collections.synchronizedList(new ArrayList<>());

  private Store store;
  private JdbcRoomLog log;
  private LogTester tester;

  /** Appends to one room as another server does, by the function of the database. */
  private final class OtherServer implements AutoCloseable {

    private final Connection connection = DriverManager.getConnection(SERVER.url());
    private final LineAppender appender = new PostgresDatabase().appender(connection);
    private final List<LogEntry> seen = new ArrayList<>();
    private final int room;
    private long batches;

    OtherServer(String node, int room) throws SQLException {
      this.room = room;
      var _ = appender.begin(node);
    }

    BatchReceipt append(LogEntry.Kind kind, List<String> texts) throws SQLException {
      LineBatch batch = new LineBatch(++batches);
      String topic = kind == LogEntry.Kind.TOPIC ? texts.getLast() : null;
      batch.addRoom(room, seen.size(), texts.size(), topic);
      int step = 0;
      for (String text : texts) {
        batch.addLine(room, ++step, new LogEntry(0, Instant.EPOCH, kind, "bob", text, false));
      }
      BatchReceipt receipt = appender.append(batch);
      for (BatchReceipt.Place place : receipt.places()) {
        int others = Math.toIntExact(place.base() - seen.size());
        seen.addAll(
            place.others().size() == others
                ? place.others()
                : log.read(OPS, Query.after(seen.size(), others)));
        for (int i = 0; i < texts.size(); i++) {
          seen.add(
              new LogEntry(place.base() + i + 1, place.at(), kind, "bob", texts.get(i), false));
        }
      }
      return receipt;
    }

    void say(String... texts) throws SQLException {
      var _ = append(LogEntry.Kind.MESSAGE, List.of(texts));
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  @BeforeEach
  void open() {
    store = SERVER.openStore();
    log = new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 50, Clock.systemUTC());
    tester = new LogTester(log, Clock.systemUTC());
    var _ =
        log.follow(
            OPS,
            (entry, draft) -> {
              told.add(entry);
              drafts.add(draft);
            });
    LogTester.open(log, DEV);
    tester.save(new SavedRoom(OPS, "", RoomSettings.PERSISTENT, Clock.systemUTC().instant()));
    tester.save(new SavedRoom(DEV, "", RoomSettings.PERSISTENT, Clock.systemUTC().instant()));
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private int id(RoomName room) {
    return store.read(client ->
        client
            .sql("select id from room where name_key = :key")
            .param("key", room.folded())
            .query(Integer.class)
            .single());
  }

  private List<LogEntry> all() {
    return log.read(OPS, Query.after(0, 100_000));
  }

  private void assertToldAll() {
    assertThat(told).isEqualTo(all());
    assertThat(told)
        .extracting(LogEntry::offset)
        .containsExactlyElementsOf(RoomLogContract.upTo(told.size()));
    assertThat(told).extracting(LogEntry::at).isSorted();
    for (int i = 0; i < told.size(); i++) {
      assertThat(drafts.get(i) != null).isEqualTo(told.get(i).from().equals("alice"));
    }
  }

  @Test
  void linesOfAnotherServerAreToldBeforeTheNextOfOnesOwn() throws SQLException {
    try (OtherServer other = new OtherServer("other", id(OPS))) {
      tester.say(OPS, "one");
      other.say("two", "three");
      assertThat(tester.say(OPS, "four").offset()).isEqualTo(4);
      assertToldAll();
      assertThat(told).extracting(LogEntry::text).containsExactly("one", "two", "three", "four");
      assertThat(log.recent(OPS, 10)).isEqualTo(told);
      assertThat(tester.search(OPS, "three")).containsExactly(3L);
      other.say("five");
      assertThat(other.seen).hasSize(5).startsWith(told.toArray(LogEntry[]::new));
    }
  }

  @Test
  void twoServersSeeAllLinesInOneOrder() throws Exception {
    try (OtherServer other = new OtherServer("other", id(OPS))) {
      CompletableFuture<Void> others = CompletableFuture.runAsync(() -> talk(other));
      List<CompletableFuture<Appended>> answers = new ArrayList<>();
      for (int i = 0; i < 2000 || !others.isDone(); i++) {
        answers.add(
            tester.send(OPS, LogEntry.Kind.MESSAGE, "mine " + i, RetentionPolicy.UNLIMITED));
        if (i % 20 == 0) {
          var _ = LogTester.await(answers.getLast());
        }
      }
      LogTester.await(others);
      List<LogEntry> answered = new ArrayList<>();
      for (CompletableFuture<Appended> answer : answers) {
        answered.add(LogTester.stored(LogTester.await(answer)).entry());
      }
      other.say("the last of the other");
      tester.say(OPS, "the last of all");
      assertToldAll();
      assertThat(told).containsSubsequence(answered);
      assertThat(other.seen).isEqualTo(told.subList(0, told.size() - 1));
      assertThat(told).extracting(LogEntry::text).doesNotHaveDuplicates();
      assertThat(told).hasSize(answers.size() + 900 + 2);
    }
  }

  private void talk(OtherServer other) {
    try {
      for (int i = 0; i < 300; i++) {
        other.say("other " + i + " a", "other " + i + " b", "other " + i + " c");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyLinesOfAnotherServerAreToldToo() throws SQLException {
    try (OtherServer other = new OtherServer("other", id(OPS))) {
      for (int i = 0; i < 5; i++) {
        int first = 500 * i;
        String[] texts = new String[500];
        for (int line = 0; line < texts.length; line++) {
          texts[line] = "line " + (first + line);
        }
        other.say(texts);
      }
      assertThat(tester.say(OPS, "mine").offset()).isEqualTo(2501);
      assertToldAll();
    }
  }

  @Test
  void topicOfAnotherServerIsTheRooms() throws SQLException {
    try (OtherServer other = new OtherServer("other", id(OPS))) {
      var _ = other.append(LogEntry.Kind.TOPIC, List.of("of the other"));
      tester.say(OPS, "hello");
      assertThat(log.saved()).extracting(SavedRoom::topic).contains("of the other");
      tester.topic(OPS, "mine");
      assertThat(log.saved()).extracting(SavedRoom::topic).contains("mine");
    }
    close();
    open();
    assertThat(log.saved()).extracting(SavedRoom::topic).contains("mine");
  }

  @Test
  void statementThatIsLateFromAnEarlierConnectionIsRefused() throws SQLException {
    try (OtherServer earlier = new OtherServer("other", id(OPS));
        OtherServer later = new OtherServer("other", id(OPS))) {
      assertThatThrownBy(() -> earlier.say("late"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PY001"));
      later.say("in time");
    }
    tester.say(OPS, "mine");
    assertThat(told).extracting(LogEntry::text).containsExactly("in time", "mine");
  }

  @Test
  void nextConnectionIsToldWhereTheLastBatchIs() throws SQLException {
    tester.say(OPS, "mine");
    try (OtherServer other = new OtherServer("other", id(OPS));
        Connection next = DriverManager.getConnection(SERVER.url())) {
      BatchReceipt receipt = other.append(LogEntry.Kind.MESSAGE, List.of("two", "three"));
      BatchReceipt found = new PostgresDatabase().appender(next).begin("other");
      assertThat(found.number()).isEqualTo(receipt.number()).isEqualTo(1);
      BatchReceipt.Place place = receipt.places().getFirst();
      assertThat(found.places())
          .containsExactly(
              new BatchReceipt.Place(place.room(), place.base(), place.at(), List.of()));
      assertThat(new PostgresDatabase().appender(next).begin("new").number()).isZero();
    }
  }

  @Test
  void roomThatIsDeletedTakesNoLines() throws SQLException {
    try (OtherServer other = new OtherServer("other", id(OPS))) {
      assertThat(tester.delete(OPS)).isEmpty();
      assertThat(other.append(LogEntry.Kind.MESSAGE, List.of("late")).places()).isEmpty();
    }
  }

  @Test
  void roomThatAnotherServerDeletedTakesNoLines() {
    tester.say(OPS, "before");
    int room = id(OPS);
    store.change(
        client -> client.sql("update room set name_key = null where id = " + room).update());
    assertThat(LogTester.refused(tester.tryToSay(OPS, "late"))).isEqualTo("#ops is gone.");
    assertThat(tester.tryToSay(DEV, "elsewhere")).isInstanceOf(Appended.Stored.class);
  }

  @Test
  void roomsInAnyOrderDoNotBlockEachOther() throws SQLException {
    int ops = id(OPS);
    int dev = id(DEV);
    try (OtherServer one = new OtherServer("one", ops);
        OtherServer two = new OtherServer("two", dev)) {
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(() -> appendToBoth(one.appender, ops, dev));
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(() -> appendToBoth(two.appender, dev, ops));
      LogTester.await(first);
      LogTester.await(second);
    }
    tester.say(OPS, "the last");
    assertThat(told).hasSize(601);
    assertToldAll();
  }

  private static void appendToBoth(LineAppender appender, int first, int second) {
    try {
      for (int i = 1; i <= 300; i++) {
        LineBatch batch = new LineBatch(i);
        for (int room : List.of(first, second)) {
          batch.addRoom(room, 0, 1, null);
          LogEntry line =
              new LogEntry(0, Instant.EPOCH, LogEntry.Kind.MESSAGE, "bob", "line " + i, false);
          batch.addLine(room, 1, line);
        }
        var _ = appender.append(batch);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
