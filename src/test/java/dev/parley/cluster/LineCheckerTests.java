package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the checker finds what is wrong. */
class LineCheckerTests {

  private final LineChecker checker = new LineChecker();

  private void shown(String viewer, long... offsets) {
    for (long offset : offsets) {
      checker.shown(viewer, "e", offset, "text " + offset);
    }
  }

  private void expect(String... beginnings) {
    assertThat(checker.problems()).hasSize(beginnings.length);
    for (int i = 0; i < beginnings.length; i++) {
      assertThat(checker.problems().get(i)).startsWith(beginnings[i]);
    }
  }

  @Test
  void aRunThatIsRight() {
    shown("alice", 1, 2, 3);
    shown("bob", 2, 3);
    shown("carol", 1, 2);
    checker.killed("carol");
    checker.acknowledged("e", 3, "text 3");
    checker.stored("e", List.of("text 1", "text 2", "text 3"));
    assertThat(checker.problems()).isEmpty();
    assertThat(checker.count()).isEqualTo(3);
  }

  @Test
  void aRunThatLostLinesAndIsRight() {
    shown("alice", 1, 2, 3);
    shown("bob", 1);
    checker.renewed("alice", "e", "f", 2);
    checker.renewed("bob", "e", "f", 2);
    assertThat(checker.replayed("bob", "f", 2, "text 2")).isTrue();
    checker.shown("alice", "f", 3, "other");
    checker.shown("bob", "f", 3, "other");
    checker.stored("f", List.of("text 1", "text 2", "other"));
    assertThat(checker.problems()).isEmpty();
    assertThat(checker.lost()).isEqualTo(1);
  }

  @Test
  void aLineBeforeTheLossThatIsAnother() {
    shown("alice", 1, 2);
    checker.renewed("alice", "e", "f", 2);
    checker.stored("f", List.of("text 1", "another"));
    expect("missing: text 2 is not stored");
  }

  @Test
  void aLineThatComesAgainAfterTheLoss() {
    shown("alice", 1, 2, 3);
    checker.renewed("alice", "e", "f", 2);
    checker.shown("alice", "f", 3, "text 3");
    expect("doubled: shown text 3");
  }

  @Test
  void anEpochThatFollowsTwo() {
    checker.renewed("alice", "e", "f", 2);
    checker.renewed("bob", "e", "f", 3);
    expect("contradictory: f follows");
  }

  @Test
  void aLineThatIsNotReplayed() {
    shown("alice", 1);
    assertThat(checker.replayed("alice", "e", 1, "text 1")).isTrue();
    checker.replayed("alice", "e", 3, "text 3");
    expect("missing: alice was shown 3 after 1");
  }

  @Test
  void aLineThatIsReplayedWithAnotherText() {
    shown("alice", 1);
    checker.replayed("alice", "e", 1, "another");
    expect("contradictory: shown again");
  }

  @Test
  void aLineThatIsNotShown() {
    shown("alice", 1, 3);
    expect("missing: alice was shown 3 after 1");
  }

  @Test
  void aLineThatIsShownTwice() {
    shown("alice", 1, 2, 2);
    expect("doubled: alice was shown 2 after 2");
  }

  @Test
  void aLineThatIsShownLate() {
    shown("alice", 1, 2, 1);
    expect("reordered: alice was shown 1 after 2");
  }

  @Test
  void aPlaceWithTwoTexts() {
    shown("alice", 1);
    checker.shown("bob", "e", 1, "another");
    expect("contradictory: ");
  }

  @Test
  void aTextAtTwoPlaces() {
    shown("alice", 1);
    checker.acknowledged("e", 2, "text 1");
    expect("doubled: acknowledged text 1");
  }

  @Test
  void aLineThatWasShownAndIsNotStored() {
    shown("alice", 1, 2);
    checker.stored("e", List.of("text 1"));
    expect("missing: text 2 is not stored", "missing: alice was shown up to 2 of 1");
  }

  @Test
  void aLineThatWasAcknowledgedAndIsStoredElsewhere() {
    checker.acknowledged("e", 1, "text 1");
    checker.stored("e", List.of("other", "text 1"));
    expect("missing: text 1 is not stored");
  }

  @Test
  void aLineThatIsStoredTwice() {
    checker.stored("e", List.of("text 1", "text 1"));
    expect("doubled: stored text 1 2 times");
  }

  @Test
  void aLineThatSomeoneWasNotShownInTheEnd() {
    shown("alice", 1);
    checker.stored("e", List.of("text 1", "text 2"));
    expect("missing: alice was shown up to 1 of 2");
  }
}
