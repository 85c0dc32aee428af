package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.connection.ConnectionTester.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GracefulCloseTests {

  private static final Disconnect SHUTDOWN = Disconnect.of(Reason.SHUTDOWN);
  private static final String BYE = "bye: the server is shutting down\n";

  private final ConnectionTester tester = new ConnectionTester();
  private final Client client = tester.connect();

  @AfterEach
  void closeTester() {
    tester.close();
  }

  private void write(String text) {
    client.connection.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void close() {
    client.connection.close(SHUTDOWN);
    client.channel.runPendingTasks();
  }

  @Test
  void queuedOutputIsSentBeforeTheClosingMessage() {
    write("queued\n");
    close();
    assertThat(client.received()).isEqualTo("queued\n" + BYE);
    assertThat(client.talk.ends()).containsExactly(SHUTDOWN);
  }

  @Test
  void outputIsShutDownOnceEverythingIsSent() {
    client.channel.stall();
    write("queued\n");
    close();
    assertThat(client.channel.isOutputShutdown()).isFalse();
    client.channel.goOn();
    assertThat(client.received()).isEqualTo("queued\n" + BYE);
    assertThat(client.channel.isOutputShutdown()).isTrue();
    assertThat(client.channel.isOpen()).isTrue();
  }

  @Test
  void inputIsDiscardedUntilTheOtherSideClosesToo() {
    close();
    client.send("too late\n");
    assertThat(client.talk.frames()).isEmpty();
    assertThat(client.isRead()).isTrue();
    client.endInput();
    assertThat(client.channel.isOpen()).isFalse();
    assertThat(tester.closed()).isOne();
  }

  @Test
  void pausedReadingIsResumedToDiscardTheInput() {
    client.connection.pause();
    assertThat(client.isRead()).isFalse();
    close();
    assertThat(client.isRead()).isTrue();
  }

  @Test
  void otherSideThatKeepsTheConnectionOpenIsClosedAfterTheLingerTime() {
    close();
    client.pass(GracefulClose.LINGER.minusMillis(1));
    assertThat(client.channel.isOpen()).isTrue();
    client.pass(Duration.ofMillis(1));
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void connectionWhoseInputHasEndedIsClosedAtOnce() {
    client.endInput();
    close();
    assertThat(client.received()).isEqualTo(BYE);
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void readerThatTakesNothingIsClosedAfterTheDrainTimeout() {
    client.channel.stall();
    close();
    client.pass(ConnectionTester.DRAIN_TIMEOUT.minusMillis(1));
    assertThat(client.channel.isOpen()).isTrue();
    client.pass(Duration.ofMillis(1));
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void readerThatTakesALittleIsWaitedFor() {
    client.channel.stall();
    write("one\n");
    client.channel.runPendingTasks();
    write("two\n");
    close();
    client.pass(ConnectionTester.DRAIN_TIMEOUT.minusMillis(1));
    client.channel.takeOne();
    client.pass(ConnectionTester.DRAIN_TIMEOUT.minusMillis(1));
    assertThat(client.channel.isOpen()).isTrue();
    client.pass(ConnectionTester.DRAIN_TIMEOUT);
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void firstReasonCounts() {
    client.connection.close(SHUTDOWN);
    client.connection.close(Disconnect.of(Reason.KICKED));
    assertThat(client.received()).isEqualTo(BYE);
    assertThat(client.talk.ends()).containsExactly(SHUTDOWN);
  }

  @Test
  void outputAfterTheClosingMessageIsDropped() {
    close();
    write("too late\n");
    assertThat(client.received()).isEqualTo(BYE);
  }

  @Test
  void connectionThatBreaksMeanwhileIsClosedAtOnce() {
    client.channel.stall();
    close();
    client.fail(new IOException("Connection reset by peer"));
    assertThat(client.channel.isOpen()).isFalse();
    assertThat(client.talk.ends()).containsExactly(SHUTDOWN);
  }

  @Test
  void rejectedConnectionGetsTheReasonAndIsNeverOpened() {
    Client rejected = tester.accept();
    rejected.connection.reject(Disconnect.of(Reason.SERVER_FULL));
    assertThat(rejected.received()).isEqualTo("bye: the server is full\n");
    assertThat(rejected.talk.isOpened()).isFalse();
    assertThat(rejected.connection.rejected()).isTrue();
  }
}
