package dev.parley.chat.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.RecordingTransport;
import dev.parley.chat.SetLimits;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ResumptionTests {

  private static final Actor ADMIN = Actor.admin("");

  private final ChatTester tester = new ChatTester();

  @Test
  void connectionThatIsLostMeanwhileTakesNothingUp() {
    Session bob = connect();
    String token = arrive(bob, "bob");
    tester.chat.disconnect(bob, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Session again = connect();
    Pending comeback = prepare(again, token);
    tester.chat.disconnect(again, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));

    assertThat(comeback.finish()).isInstanceOf(Reply.Refused.class);
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
    assertThat(bob.resumeToken()).isNull();
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
      Pending comeback = prepare(again, token);
      assertThat(comeback.finish()).isInstanceOf(Reply.Resumed.class);
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
      Pending comeback = prepare(again, token);
      assertThat(comeback.finish()).isInstanceOf(Reply.Resumed.class);
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
      Pending comeback = prepare(again, token);
      CyclicBarrier start = new CyclicBarrier(2);
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                await(start);
                alice.does(new Command.Tell("bob", "psst"));
              });
      await(start);
      Reply resumed = comeback.finish();
      sender.join();
      ((Reply.Resumed) resumed).replay().end();
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

  @Test
  void banThatComesBetweenTheLookAndTheClaimHolds() throws Exception {
    Ban.Target bob = new Ban.OfNick(new Nick("bob"));
    assertThat(
            takesUp(() ->
                tester.chat.moderation().impose(ADMIN, Ban.Kind.BAN, null, bob, null, "spam")))
        .isEqualTo(Disconnect.Reason.BANNED);
  }

  @Test
  void emergencyThatComesBetweenTheLookAndTheClaimHolds() throws Exception {
    assertThat(
            takesUp(() ->
                tester
                    .chat
                    .moderation()
                    .changeLockdown(ADMIN, Lockdown.Level.REGISTERED_ONLY, "raid")))
        .isEqualTo(Disconnect.Reason.NOT_LET_IN);
  }

  /** Resumes a session, with a task run after the check whether it may, and returns its end. */
  private Disconnect.Reason takesUp(Runnable meanwhile) throws Exception {
    Session old = connect();
    String token = arrive(old, "bob");
    tester.chat.disconnect(old, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Session again = connect();
    Pending comeback = prepare(again, token);
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    old.identityLock().lock();
    try {
      Thread.ofPlatform().start(() -> reply.complete(comeback.finish()));
      Awaitility.await().until(() -> old.identityLock().hasQueuedThreads());
      meanwhile.run();
    } finally {
      old.identityLock().unlock();
    }
    assertThat(reply.get(1, TimeUnit.MINUTES)).isInstanceOf(Reply.Refused.class);
    return ((RecordingTransport.RecordingEndpoint) again.endpoint()).closed().reason();
  }

  @Test
  void asManyAreHeldAsAllowedAndOneMoreIsNot() {
    ChatTester small = new ChatTester(new SetLimits().heldSessions(2).limits());
    assertThat(List.of(isHeld(small, "a"), isHeld(small, "b"), isHeld(small, "c")))
        .containsExactly(true, true, false);
    assertThat(small.chat.population()).isEqualTo(2);
  }

  @Test
  void asManyAreHeldFromAnAddressAsItMayHaveConnections() {
    ChatTester small = new ChatTester(new SetLimits().connections(0, 2).limits());
    assertThat(List.of(isHeld(small, "a"), isHeld(small, "b"), isHeld(small, "c")))
        .containsExactly(true, true, false);
    RecordingTransport.RecordingEndpoint elsewhere =
        small.transport.endpoint().resuming().from("192.0.2.2");
    assertThat(isHeld(small, small.chat.connect(elsewhere), "d")).isTrue();
  }

  private static boolean isHeld(ChatTester tester, String name) {
    return isHeld(tester, tester.chat.connect(tester.transport.endpoint().resuming()), name);
  }

  private static boolean isHeld(ChatTester tester, Session session, String name) {
    tester.chat.handle(session, new Command.Arrive(name));
    tester.chat.disconnect(session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Session next = tester.chat.connect(tester.transport.endpoint());
    Reply.Arrived arrived = (Reply.Arrived) tester.chat.handle(next, new Command.Arrive(name));
    tester.chat.disconnect(next, Disconnect.of(Disconnect.Reason.QUIT));
    return arrived.wanted() != null;
  }

  @Test
  void messagesWaitForAHeldSessionUpToTheLimit() {
    ChatTester small = new ChatTester(new SetLimits().heldMessageBytes(10, 15).limits());
    ChatTester.Person alice = small.person("alice");
    Session bob = small.chat.connect(small.transport.endpoint().resuming());
    Session carol = small.chat.connect(small.transport.endpoint().resuming());
    assertThat(isHeld(small, bob, "bob")).isTrue();
    assertThat(isHeld(small, carol, "carol")).isTrue();
    assertThat(alice.does(new Command.Tell("bob", "0123456789")))
        .isInstanceOf(Reply.PrivateMessageSent.class);
    assertThat(alice.refused(new Command.Tell("bob", "x"))).isEqualTo(Refusal.NOT_AVAILABLE);
    assertThat(alice.does(new Command.Tell("carol", "01234")))
        .isInstanceOf(Reply.PrivateMessageSent.class);
    assertThat(alice.refused(new Command.Tell("carol", "x"))).isEqualTo(Refusal.NOT_AVAILABLE);
    small.alarms.forEach(Runnable::run);
    Session dave = small.chat.connect(small.transport.endpoint().resuming());
    assertThat(isHeld(small, dave, "dave")).isTrue();
    assertThat(alice.does(new Command.Tell("dave", "01234")))
        .isInstanceOf(Reply.PrivateMessageSent.class);
  }

  @Test
  void messageThatWasNotShownBeforeTheNextLossWaitsOn() {
    ChatTester.Person alice = tester.person("alice");
    Session first = connect();
    String token = arrive(first, "bob");
    tester.chat.disconnect(first, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    alice.does(new Command.Tell("bob", "psst"));
    Session second = connect();
    Reply.Resumed cut = (Reply.Resumed) prepare(second, token).finish();
    tester.chat.disconnect(second, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    cut.replay().end();
    alice.does(new Command.Tell("bob", "again"));
    RecordingTransport.RecordingEndpoint endpoint = tester.transport.endpoint().resuming();
    Session third = tester.chat.connect(endpoint);
    Reply.Resumed whole = (Reply.Resumed) prepare(third, cut.token()).finish();
    whole.replay().end();
    assertThat(endpoint.seen())
        .filteredOn(event -> event instanceof Event.PrivateMessage)
        .extracting(event -> ((Event.PrivateMessage) event).text())
        .containsExactly("psst", "again");
  }

  @Test
  void readingThatFailsIsReportedAndToldAsAGap() {
    ChatTester.Person alice = tester.person("alice");
    Session bob = connect();
    String token = arrive(bob, "bob");
    tester.chat.disconnect(bob, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    alice.says("one");
    alice.says("two");
    Session again = connect();
    Reply.Resumed resumed = (Reply.Resumed) prepare(again, token).finish();
    tester.log.faultWith(new IllegalStateException("broken"));
    Reply.Replayed piece =
        (Reply.Replayed) ((Reply.Deferred) resumed.replay().next()).reply().join();
    assertThat(piece.gap()).isEqualTo(new Replay.Gap(1, 2, 0));
    resumed.replay().took(piece);
    assertThat(resumed.replay().next()).isEqualTo(Reply.Done.INSTANCE);
    assertThat(tester.monitor.faults()).hasSize(1);
  }

  private Session connect() {
    return tester.chat.connect(tester.transport.endpoint().resuming());
  }

  private String arrive(Session session, String name) {
    return ((Reply.Arrived) tester.chat.handle(session, new Command.Arrive(name))).token();
  }

  private Pending prepare(Session session, String token) {
    return tester.begins(session, new Command.Resume(token));
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
