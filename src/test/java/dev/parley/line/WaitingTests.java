package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.PendingReplies;
import dev.parley.tcp.RecordingPeer;
import org.junit.jupiter.api.Test;

/** Tests the order of lines and replies while the log has not answered. */
class WaitingTests {

  private final LineTester chat = new LineTester();
  private final RecordingPeer alice = chat.person("alice");
  private final RecordingPeer bob = chat.person("bob");

  WaitingTests() {
    var _ = alice.sent();
  }

  @Test
  void postsDoNotWaitForEachOther() {
    chat.log.hold();
    alice.receive("one\n/me waves\nthree\n");
    assertThat(chat.log.waiting()).isEqualTo(3);
    assertThat(alice.isPaused()).isFalse();
    assertThat(bob.lines()).isEmpty();
    chat.log.letGo();
    assertThat(bob.lines()).containsExactly("<alice> one", "* alice waves", "<alice> three");
  }

  @Test
  void readingPausesAtTheMostPostsAndGoesOnOneBelow() {
    chat.log.hold();
    for (int i = 1; i < PendingReplies.MAX_POSTS; i++) {
      alice.receive("line\n");
    }
    assertThat(alice.isPaused()).isFalse();
    alice.receive("line\nthe next\n");
    assertThat(alice.isPaused()).isTrue();
    assertThat(chat.log.waiting()).isEqualTo(PendingReplies.MAX_POSTS);
    chat.log.letOne();
    alice.run();
    assertThat(chat.log.waiting()).isEqualTo(PendingReplies.MAX_POSTS);
    chat.log.letGo();
    alice.run();
    assertThat(alice.isPaused()).isFalse();
    assertThat(bob.lines()).hasSize(PendingReplies.MAX_POSTS + 1).endsWith("<alice> the next");
  }

  @Test
  void otherCommandsWaitForThePostsBeforeThem() {
    chat.log.hold();
    alice.receive("one\ntwo\n/join ops\nin ops\n");
    assertThat(alice.isPaused()).isTrue();
    assertThat(alice.lines()).isEmpty();
    chat.log.letOne();
    assertThat(alice.lines()).isEmpty();
    chat.log.letGo();
    assertThat(alice.lines()).containsExactly("-- You are alice in #ops. Nobody else is here.");
    assertThat(alice.isPaused()).isFalse();
    assertThat(bob.lines()).containsExactly("<alice> one", "<alice> two");
  }

  @Test
  void endOfInputWaitsForThePostsBeforeIt() {
    chat.log.hold();
    alice.receive("one\n").endInput();
    assertThat(alice.end()).isNull();
    chat.log.letGo();
    assertThat(alice.lines()).containsExactly("-- bye: 1 line accepted");
    assertThat(alice.end()).isEqualTo(Disconnect.of(Reason.END_OF_INPUT));
  }

  @Test
  void interruptAndLastLineOfTelnetWaitInTheirOrder() {
    chat.log.hold();
    alice.receive("one\n/topic two").receive((byte) 0xFF, (byte) 0xEC);
    assertThat(alice.end()).isNull();
    chat.log.letGo();
    assertThat(alice.lines())
        .containsExactly(
            "-- alice changed the topic of #lobby to: two", "-- bye: 2 lines accepted");
  }

  @Test
  void whatFollowsAReplyThatComesLaterWaitsForIt() {
    alice.receive("hello\n");
    chat.block();
    alice.receive("/history\n/topic\nmore\n");
    assertThat(alice.isPaused()).isTrue();
    assertThat(alice.lines()).isEmpty();
    chat.unblock();
    assertThat(alice.lines()).containsExactly("12:03 <alice> hello", "-- #lobby has no topic.");
    assertThat(alice.isPaused()).isFalse();
    assertThat(bob.lines()).containsExactly("<alice> hello", "<alice> more");
  }

  @Test
  void logThatCannotBeReadKeepsNobodyWaiting() {
    chat.log.breakDown();
    assertThat(alice.receive("/history\n/topic\n").lines())
        .containsExactly("!! The history cannot be read now.", "-- #lobby has no topic.");
    assertThat(alice.isPaused()).isFalse();
  }
}
