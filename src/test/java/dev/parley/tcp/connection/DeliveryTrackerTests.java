package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetLimits;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Membership;
import dev.parley.tcp.connection.ConnectionTester.Client;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests which lines count as arrived where the system does not tell what is acknowledged. */
class DeliveryTrackerTests {

  private static final String EPOCH = "epoch of ops";

  private final ConnectionTester tester = new ConnectionTester(new SetLimits().sendqBytes(1000), 0);
  private final Client client = tester.connect();
  private final Membership ops = new Membership(new RoomIdentity(new RoomName("ops"), EPOCH), 0);

  @BeforeEach
  void enter() {
    client.talk.makeResumable();
    client.talk.session().entered(ops);
  }

  @AfterEach
  void closeTester() {
    tester.close();
  }

  private void show(long offset, String text) {
    client.connection.write(text.getBytes(StandardCharsets.UTF_8));
    client.connection.recordShown(EPOCH, offset);
  }

  private void flush() {
    client.channel.runPendingTasks();
  }

  @Test
  void linesThatTheSystemHasTakenHaveArrived() {
    show(1, "one\n");
    show(2, "two\n");
    flush();
    client.channel.stall();
    show(3, "three\n");
    flush();
    client.connection.closeAsLost();
    assertThat(ops.shown()).isEqualTo(2);
  }

  @Test
  void linesThatWaitWhenASlowReaderIsCutOffHaveNotArrived() {
    show(1, "one\n");
    flush();
    client.channel.stall();
    show(2, "two\n");
    flush();
    show(3, "x".repeat(1001));
    flush();
    assertThat(client.talk.ends()).containsExactly(Disconnect.of(Reason.SLOW_READER));
    assertThat(ops.shown()).isEqualTo(1);
  }

  @Test
  void linesThatAreStagedWhenTheConnectionBreaksHaveNotArrived() {
    show(1, "one\n");
    flush();
    show(2, "two\n");
    client.connection.closeAsLost();
    assertThat(ops.shown()).isEqualTo(1);
  }

  @Test
  void linesOfAProtocolWithoutResumptionAreNotTracked() {
    Client other = tester.connect();
    other.talk.session().entered(ops);
    other.connection.write("one\n".getBytes(StandardCharsets.UTF_8));
    other.connection.recordShown(EPOCH, 1);
    other.channel.runPendingTasks();
    other.connection.closeAsLost();
    assertThat(ops.shown()).isZero();
  }
}
