package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetClock;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the decisions that a room makes without reading the store. */
class RoomStateTests {

  private static final RoomName OPS = new RoomName("ops");
  private static final RetentionPolicy NONE = new RetentionPolicy(0L, null);
  private static final RetentionPolicy HOUR = new RetentionPolicy(null, Duration.ofHours(1));

  private final SetClock clock = new SetClock();
  private final StoredRoom stored = new StoredRoom(OPS, "epoch", null);

  private RoomState state(RetentionPolicy keep, int linesInMemory) {
    return new RoomState(stored, keep, clock, new LineWindow(linesInMemory, new AtomicLong()));
  }

  private RoomState empty() {
    return state(RetentionPolicy.UNLIMITED, 100);
  }

  private RoomState withLines(RetentionPolicy keep, int linesInMemory, Instant... times) {
    RoomState state = state(keep, linesInMemory);
    List<LogEntry> lines = new ArrayList<>();
    for (Instant at : times) {
      lines.add(WriterFixture.entry(lines.size() + 1, at));
    }
    state.committed(null, lines, keep, lines.size(), false);
    return state;
  }

  private Draft draft(LogEntry.Kind kind) {
    return new Draft(clock.instant(), kind, "alice", "hello");
  }

  private @Nullable Long offset(RoomState state, LogEntry.Kind kind, RetentionPolicy keep) {
    Appended.Stored appended = state.appendUnlogged(draft(kind), keep);
    return appended == null ? null : appended.entry().offset();
  }

  private @Nullable Long offset(RoomState state, RetentionPolicy keep) {
    return offset(state, LogEntry.Kind.MESSAGE, keep);
  }

  @Test
  void linesThatAreNotKeptGetOffsetsInMemory() {
    RoomState state = empty();
    assertThat(offset(state, NONE)).isEqualTo(1);
    assertThat(offset(state, NONE)).isEqualTo(2);
    assertThat(state.position().first()).isEqualTo(3);
    assertThat(state.position().last()).isEqualTo(2);
  }

  @Test
  void linesWithSomethingToSaveAreQueued() {
    assertThat(offset(empty(), RetentionPolicy.UNLIMITED)).isNull();
    assertThat(offset(empty(), LogEntry.Kind.TOPIC, NONE)).isNull();
  }

  @Test
  void noLineOvertakesAQueuedOne() {
    RoomState state = empty();
    assertThat(offset(state, RetentionPolicy.UNLIMITED)).isNull();
    assertThat(offset(state, NONE)).isNull();
    state.answered();
    assertThat(offset(state, NONE)).isNull();
    state.answered();
    state.answered();
    assertThat(offset(state, NONE)).isEqualTo(1);
  }

  @Test
  void rowHasToSayThatOffsetsAreNotStored() {
    RoomState state = empty();
    assertThat(state.decideUnlogged()).isFalse();
    assertThat(offset(state, NONE)).isNull();
    state.answered();
    state.committed(null, List.of(), NONE, 0, true);
    assertThat(state.decideUnlogged()).isTrue();
    assertThat(offset(state, NONE)).isEqualTo(1);
  }

  @Test
  void noOffsetIsGivenWhileACommitIsInDoubt() {
    RoomState state = empty();
    state.markInDoubt();
    assertThat(offset(state, NONE)).isNull();
  }

  @Test
  void firstRetentionIsOnlySetBeforeTheFirstLine() {
    RoomState fresh = empty();
    fresh.initializeRetention(HOUR);
    assertThat(fresh.keep()).isEqualTo(HOUR);
    RoomState used = withLines(RetentionPolicy.UNLIMITED, 100, clock.instant());
    used.initializeRetention(HOUR);
    assertThat(used.keep()).isEqualTo(RetentionPolicy.UNLIMITED);
    stored.saved = new SavedRoom(OPS, "", RoomSettings.PERSISTENT, clock.instant());
    RoomState saved = empty();
    saved.initializeRetention(HOUR);
    assertThat(saved.keep()).isEqualTo(RetentionPolicy.UNLIMITED);
  }

  @Test
  void onlyLinesInMemoryAreFoundWithoutTheStore() {
    Instant now = clock.instant();
    RoomState state = withLines(RetentionPolicy.UNLIMITED, 3, now, now, now, now, now);
    assertThat(state.lookUp(Query.after(2, 10)).found())
        .extracting(LogEntry::offset)
        .containsExactly(3L, 4L, 5L);
    assertThat(state.lookUp(Query.newest(3)).storeRange()).isNull();
    assertThat(state.lookUp(Query.after(1, 10)).storeRange())
        .satisfies(range -> {
          assertThat(range.from()).isEqualTo(2);
          assertThat(range.to()).isEqualTo(5);
        });
    assertThat(state.lookUp(Query.newest(4)).storeRange()).isNotNull();
    assertThat(state.lookUp(Query.after(5, 10))).isEqualTo(new RoomState.Lookup(List.of(), null));
  }

  @Test
  void newestLinesThatHaveWordsMayBeInTheStore() {
    Instant now = clock.instant();
    RoomState state = withLines(RetentionPolicy.UNLIMITED, 3, now, now, now, now, now);
    Query query = new Query(0, Long.MAX_VALUE, List.of("line"), true, 1);
    assertThat(state.lookUp(query).storeRange()).isNotNull();
  }

  @Test
  void followerIsToldLinesUntilAnotherFollows() {
    RoomState state = empty();
    List<LogEntry> first = new ArrayList<>();
    List<LogEntry> second = new ArrayList<>();
    LogEntry line = WriterFixture.entry(1, clock.instant());
    state.tell(line, draft(LogEntry.Kind.MESSAGE));
    assertThat(state.follow((entry, draft) -> first.add(entry))).isEqualTo(state.position());
    state.tell(line, draft(LogEntry.Kind.MESSAGE));
    state.follow((entry, draft) -> second.add(entry));
    state.tell(line, draft(LogEntry.Kind.MESSAGE));
    assertThat(first).containsExactly(line);
    assertThat(second).containsExactly(line);
  }

  @Test
  void linesExpireByNumber() {
    Instant now = clock.instant();
    RoomState state = withLines(new RetentionPolicy(2L, null), 100, now, now, now);
    assertThat(state.position().first()).isEqualTo(2);
    assertThat(state.has(1)).isFalse();
    assertThat(state.has(2)).isTrue();
    assertThat(state.has(4)).isFalse();
  }

  @Test
  void linesExpireByAge() {
    Instant old = clock.instant();
    RoomState state = withLines(HOUR, 100, old, old.plusSeconds(60));
    clock.pass(Duration.ofHours(1));
    assertThat(state.position().first()).isEqualTo(1);
    clock.pass(Duration.ofMillis(1));
    assertThat(state.position().first()).isEqualTo(2);
  }

  @Test
  void lineOfTheFutureExpiresWithTheNextOne() {
    Instant now = clock.instant();
    RoomState state = withLines(HOUR, 100, now.plus(Duration.ofDays(1)), now);
    assertThat(state.position().first()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(61));
    assertThat(state.position().first()).isEqualTo(3);
  }

  @Test
  void clocksMayBeAMinuteAhead() {
    RoomState state = empty();
    long now = clock.millis();
    assertThat(state.isPossible(now + 60_000)).isTrue();
    assertThat(state.isPossible(now + 60_001)).isFalse();
  }

  @Test
  void redactedLineIsReplacedInMemory() {
    RoomState state = withLines(RetentionPolicy.UNLIMITED, 100, clock.instant());
    state.redacted(state.recent(1).getFirst().redact());
    assertThat(state.recent(1).getFirst().text()).isEmpty();
  }
}
