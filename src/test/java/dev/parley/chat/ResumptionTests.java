package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class ResumptionTests {

  private final ChatTester tester = new ChatTester();

  @Test
  void connectionThatIsLostMeanwhileTakesNothingUp() {
    Session bob = connect();
    String token = arrive(bob, "bob");
    tester.chat.disconnect(bob, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Session again = connect();
    Comeback comeback = prepare(again, token);
    tester.chat.disconnect(again, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));

    assertThat(tester.chat.handle(again, new Command.TakeUp(comeback)))
        .isInstanceOf(Reply.Refused.class);
    tester.alarms.forEach(Runnable::run);
    assertThat(tester.chat.population()).isZero();
    assertThat(tester.operator.room("lobby").members()).isZero();
  }

  @Test
  void connectionThatHasEndedDoesNotComeIn() {
    Session bob = connect();
    tester.chat.disconnect(bob, Disconnect.of(Disconnect.Reason.KICKED));

    assertThat(tester.chat.handle(bob, new Command.Arrive("bob")))
        .isInstanceOf(Reply.Refused.class);
    assertThat(tester.chat.population()).isZero();
    assertThat(tester.operator.room("lobby").members()).isZero();
    assertThat(bob.token()).isNull();
    assertThat(tester.person("bob").session.nick()).isEqualTo(new Nick("bob"));
  }

  @Test
  void commandsOfASessionThatIsTakenOverLeaveNothingBehind() throws Exception {
    for (int round = 0; round < 300; round++) {
      Session old = connect();
      String token = arrive(old, "bob" + round);
      Session again = connect();
      CyclicBarrier start = new CyclicBarrier(2);
      String other = "other" + round;
      Thread commands =
          Thread.ofPlatform()
              .start(() -> {
                await(start);
                tester.chat.handle(old, new Command.Rename(other));
                tester.chat.handle(old, new Command.Join(other, null));
                // As its connection does when it is told to close.
                tester.chat.disconnect(old, Disconnect.of(Disconnect.Reason.TAKEN_OVER));
              });
      await(start);
      Comeback comeback = prepare(again, token);
      assertThat(tester.chat.handle(again, new Command.TakeUp(comeback)))
          .isInstanceOf(Reply.Resumed.class);
      commands.join();
      assertThat(again.nick()).isEqualTo(new Nick(other));
      assertThat(again.rooms()).containsExactly(RoomName.LOBBY, new RoomName(other));
      tester.chat.disconnect(again, Disconnect.of(Disconnect.Reason.QUIT));
    }
    tester.alarms.forEach(Runnable::run);
    assertThat(tester.chat.population()).isZero();
    assertThat(tester.chat.roomCount()).isEqualTo(1);
  }

  @Test
  void placesOfThoseWhoCameBackAreFreeForOthers() {
    for (int i = 0; i <= 10_000; i++) {
      Session old = connect();
      String token = arrive(old, "bob");
      tester.chat.disconnect(old, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
      Session again = connect();
      Comeback comeback = prepare(again, token);
      assertThat(tester.chat.handle(again, new Command.TakeUp(comeback)))
          .isInstanceOf(Reply.Resumed.class);
      tester.chat.disconnect(again, Disconnect.of(Disconnect.Reason.QUIT));
    }
  }

  @Test
  void messageToOneWhoComesBackAtThatMomentArrives() throws Exception {
    ChatTester.Person alice = tester.person("alice");
    for (int round = 0; round < 300; round++) {
      Session old = connect();
      String token = arrive(old, "bob");
      tester.chat.disconnect(old, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
      RecordingTransport.RecordingEndpoint endpoint = tester.transport.endpoint().resuming();
      Session again = tester.chat.connect(endpoint);
      Comeback comeback = prepare(again, token);
      CyclicBarrier start = new CyclicBarrier(2);
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                await(start);
                alice.does(new Command.Tell("bob", "psst"));
              });
      await(start);
      tester.chat.handle(again, new Command.TakeUp(comeback));
      sender.join();
      assertThat(endpoint.seen()).hasAtLeastOneElementOfType(Event.PrivateMessage.class);
      tester.chat.disconnect(again, Disconnect.of(Disconnect.Reason.QUIT));
    }
  }

  @Test
  void membersOfADeletedRoomAreToldThoughALineIsOnItsWay() {
    ChatTester.Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Echo(true));
    alice.seen();
    tester.log.hold();
    tester.chat.handle(alice.session, new Command.Say("ops", "last words"));
    tester.operator.delete("ops");
    tester.log.commit();
    assertThat(alice.seen())
        .extracting(Event::getClass)
        .containsSubsequence(Event.Posted.class, Event.RoomDeleted.class);
  }

  private Session connect() {
    return tester.chat.connect(tester.transport.endpoint().resuming());
  }

  private String arrive(Session session, String name) {
    return ((Reply.Arrived) tester.chat.handle(session, new Command.Arrive(name))).token();
  }

  private Comeback prepare(Session session, String token) {
    Reply.Later later = (Reply.Later) tester.chat.handle(session, new Command.Resume(token));
    return ((Reply.CaughtUp) later.reply().join()).comeback();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
