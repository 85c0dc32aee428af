package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetLimits;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.connection.ConnectionTester.Client;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboundHandlerTests {

  private static final Disconnect LOST = Disconnect.of(Reason.CONNECTION_LOST);
  private static final Disconnect FAULT = Disconnect.of(Reason.FAULT);

  private final ConnectionTester tester = new ConnectionTester();
  private final Client client = tester.connect();

  @AfterEach
  void closeTester() {
    tester.close();
  }

  private Client reset() {
    return client.fail(new IOException("Connection reset by peer"));
  }

  @Test
  void framesAreDispatchedInOrderHoweverTheirBytesAreSplit() {
    client.send("on").send("e\ntwo\nthr").send("ee\n");
    assertThat(client.talk.frames()).containsExactly("one", "two", "three");
    assertThat(client.connection.traffic().linesIn()).isEqualTo(3);
    assertThat(client.connection.traffic().bytesIn()).isEqualTo(14);
  }

  @Test
  void nothingIsReadOrDispatchedDuringAPause() {
    client.talk.onFrame(text -> client.connection.pause());
    client.send("one\ntwo\n");
    assertThat(client.talk.frames()).containsExactly("one");
    assertThat(client.isRead()).isFalse();
    client.connection.resume();
    assertThat(client.talk.frames()).containsExactly("two");
    assertThat(client.isRead()).isFalse();
    client.connection.resume();
    assertThat(client.isRead()).isTrue();
  }

  @Test
  void inputThatArrivesDuringAPauseIsDispatchedBehindTheInputBefore() {
    client.connection.pause();
    client.send("one\ntw").send("o\n");
    assertThat(client.talk.frames()).isEmpty();
    client.connection.resume();
    assertThat(client.talk.frames()).containsExactly("one", "two");
  }

  @Test
  void readingIsPausedWhileTheEventLoopsAreCongested() {
    tester.congested(true);
    client.send("one\n").pass(Duration.ofSeconds(1));
    assertThat(client.talk.frames()).isEmpty();
    assertThat(client.isRead()).isFalse();
    tester.congested(false);
    client.pass(Duration.ofSeconds(1));
    assertThat(client.talk.frames()).containsExactly("one");
    assertThat(client.isRead()).isTrue();
  }

  @Test
  void readingIsResumedOnceAllReasonsToPauseAreGone() {
    tester.congested(true);
    client.send("one\n");
    client.connection.pause();
    tester.congested(false);
    client.pass(Duration.ofSeconds(1));
    assertThat(client.talk.frames()).isEmpty();
    assertThat(client.isRead()).isFalse();
    client.connection.resume();
    assertThat(client.talk.frames()).containsExactly("one");
    assertThat(client.isRead()).isTrue();
  }

  @Test
  void framesOverTheRateWaitAndNoneIsLost() {
    client.connection.limitRate(2, 1);
    client.send("one\ntwo\nthree\n");
    assertThat(client.talk.frames()).containsExactly("one", "two");
    assertThat(client.isRead()).isFalse();
    client.connection.limitRate(0, 0);
    assertThat(client.talk.frames()).as("a delay that has begun is not shortened").isEmpty();
    client.pass(Duration.ofSeconds(1));
    assertThat(client.talk.frames()).containsExactly("three");
    assertThat(client.isRead()).isTrue();
  }

  @Test
  void endOfTheInputComesBehindTheUnfinishedLine() {
    client.send("one\ntwo").endInput();
    assertThat(client.talk.frames()).containsExactly("one", "two", "end");
    assertThat(client.talk.ends()).isEmpty();
  }

  @Test
  void endOfTheInputWaitsForThePauseToEnd() {
    client.connection.pause();
    client.send("one\n").endInput();
    assertThat(client.talk.frames()).isEmpty();
    client.connection.resume();
    assertThat(client.talk.frames()).containsExactly("one", "end");
  }

  @Test
  void brokenConnectionIsLostOnceItsFramesAreHandled() {
    client.connection.pause();
    client.send("one\nunfinished");
    reset();
    assertThat(client.talk.ends()).isEmpty();
    client.connection.resume();
    assertThat(client.talk.frames()).containsExactly("one");
    assertThat(client.talk.ends()).containsExactly(LOST);
    assertThat(client.channel.isOpen()).isFalse();
    assertThat(tester.closed()).isOne();
  }

  @Test
  void framesOfABrokenConnectionAreDroppedWhenTheyWaitTooLong() {
    client.connection.pause();
    client.send("one\n");
    reset().pass(Duration.ofMinutes(5));
    assertThat(client.talk.frames()).isEmpty();
    assertThat(client.talk.ends()).containsExactly(LOST);
  }

  @Test
  void emptyLinesOfABrokenConnectionDoNotCountForTheRate() {
    client.connection.limitRate(1, 1);
    client.connection.pause();
    client.send("\n\n\none\ntwo\n");
    reset();
    client.connection.resume();
    assertThat(client.talk.frames()).endsWith("one").doesNotContain("two");
  }

  @Test
  void connectionThatBreaksBeforeItIsOpenedIsLostAtOnce() {
    Client opening = tester.accept();
    opening.fail(new IOException("Connection reset by peer"));
    assertThat(opening.talk.ends()).containsExactly(LOST);
    assertThat(opening.channel.isOpen()).isFalse();
  }

  @Test
  void closedChannelIsALostConnection() {
    var _ = client.channel.close();
    assertThat(client.talk.ends()).containsExactly(LOST);
    assertThat(tester.closed()).isOne();
  }

  @Test
  void faultInThePipelineClosesTheConnection() {
    client.fail(new IllegalStateException("a bug"));
    assertThat(client.talk.ends()).containsExactly(FAULT);
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void faultInHandlingAFrameClosesTheConnection() {
    client.talk.onFrame(text -> {
      throw new IllegalStateException("a bug");
    });
    client.send("one\n");
    assertThat(client.received()).isEqualTo("bye: the server made a mistake\n");
    assertThat(client.talk.ends()).containsExactly(FAULT);
  }

  @Test
  void readsAreKeptApartUpToTheBound() {
    try (ConnectionTester other = new ConnectionTester(new SetLimits(), 200)) {
      Client raw = other.connect();
      raw.connection.pause();
      raw.send("a").send("b").send("c").send("d");
      assertThat(raw.isRead()).as("3 reads are ahead").isTrue();
      raw.send("e");
      assertThat(raw.isRead()).as("4 reads are ahead").isFalse();
      raw.connection.resume();
      assertThat(raw.talk.frames()).containsExactly("a", "b", "c", "d", "e");
      assertThat(raw.isRead()).isTrue();
    }
  }
}
