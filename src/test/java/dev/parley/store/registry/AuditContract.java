package dev.parley.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.audit.Audit.Change;
import dev.parley.chat.audit.Audit.Query;
import dev.parley.chat.audit.Audit.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the guarantees of every audit. */
abstract class AuditContract {

  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

  private Audit audit;

  /** Opens the audit, which is empty. */
  abstract Audit open();

  @BeforeEach
  void begin() {
    audit = open();
  }

  private static Change change(String actor, String action, String subject, int seconds) {
    Actor by = new Actor(Actor.Kind.ACCOUNT, actor, "192.0.2.7");
    return new Change(
        NOW.plusSeconds(seconds), by, action, subject, "why, ü", null, "{\"a\":\"b\"}");
  }

  private static Query query(
      String actor, String action, String subject, Instant since, Instant until) {
    return new Query(actor, action, subject, since, until, Long.MAX_VALUE, 1000, Long.MAX_VALUE);
  }

  private List<Recorded> all(int expected) {
    Query everything = query(null, null, null, null, null);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(audit.read(everything)).hasSize(expected));
    return audit.read(everything);
  }

  @Test
  void changesAreReadAsTheyWereMadeTheNewestFirst() {
    List<Change> changes =
        IntStream.range(0, 300).mapToObj(i -> change("admin", "room.change", "r" + i, i)).toList();
    changes.forEach(audit::record);

    List<Recorded> found = all(300);
    assertThat(found).extracting(Recorded::change).containsExactlyElementsOf(changes.reversed());
    assertThat(found).extracting(Recorded::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void pageGoesOnBehindTheLast() {
    IntStream.range(0, 5).forEach(i -> audit.record(change("admin", "a", "s" + i, i)));
    List<Recorded> found = all(5);

    Query next = new Query(null, null, null, null, null, found.get(1).id(), 2, Long.MAX_VALUE);
    assertThat(audit.read(next)).containsExactlyElementsOf(found.subList(2, 4));
  }

  @Test
  void readingStopsWithTheChangeThatIsTooMuch() {
    IntStream.range(0, 5).forEach(i -> audit.record(change("admin", "a", "s" + i, i)));
    List<Recorded> found = all(5);
    long three = 3 * found.getFirst().change().size();

    assertThat(audit.read(upTo(three))).containsExactlyElementsOf(found.subList(0, 4));
    assertThat(audit.read(upTo(three - 1))).containsExactlyElementsOf(found.subList(0, 3));
    assertThat(audit.read(upTo(0))).containsExactly(found.getFirst());
    assertThat(upTo(three).cut(audit.read(upTo(three)))).hasSize(3);
    assertThat(upTo(three - 1).cut(audit.read(upTo(three - 1)))).hasSize(2);
    assertThat(upTo(0).cut(audit.read(upTo(0)))).hasSize(1);
  }

  private static Query upTo(long bytes) {
    return new Query(null, null, null, null, null, Long.MAX_VALUE, 1000, bytes);
  }

  @Test
  void changesAreFiltered() {
    audit.record(change("admin", "ban.add", "bob", 0));
    audit.record(change("Alice", "ban.add", "carol", 1));
    audit.record(change("alice", "ban.lift", "Bob", 2));
    all(3);

    assertThat(audit.read(query("ALICE", null, null, null, null))).hasSize(2);
    assertThat(audit.read(query(null, "ban.add", null, null, null))).hasSize(2);
    assertThat(audit.read(query(null, null, "bob", null, null))).hasSize(2);
    assertThat(audit.read(query("alice", "ban.add", "bob", null, null))).isEmpty();
    assertThat(audit.read(query(null, null, null, NOW.plusSeconds(1), null))).hasSize(2);
    assertThat(audit.read(query(null, null, null, null, NOW.plusSeconds(1)))).hasSize(1);
  }
}
