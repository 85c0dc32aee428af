package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.RecordingTransport;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Tests the order in which a room shows its events, and that a fault around it stops neither the
 * room nor those who speak in it.
 */
class RoomFeedTests {

  private final RuntimeException fault = new IllegalStateException("for the test");

  private final ChatTester tester = new ChatTester();
  private final RecordingTransport broken = new RecordingTransport();
  private final Person alice = tester.person("alice");
  private final Person bob = tester.person("bob");

  private void breakTransport() {
    Session carol = tester.chat.connect(broken.endpoint());
    assertThat(tester.chat.handle(carol, new Command.Arrive("carol")))
        .isInstanceOf(Reply.Arrived.class);
    broken.failWith(fault);
    bob.seen();
  }

  @Test
  void lineThatCannotBeShownToSomeIsShownToTheOthersAndAnswered() {
    breakTransport();
    assertThat(alice.does(new Command.Say("lobby", "one"))).isInstanceOf(Reply.PostedAt.class);
    assertThat(bob.heard()).containsExactly("one");
    assertThat(tester.monitor.faults()).containsExactly(fault);
  }

  @Test
  void linesThatWaitedAreAllShownAndAnsweredThoughShowingFails() {
    breakTransport();
    tester.log.hold();
    Reply one = tester.chat.handle(alice.session, new Command.Say("lobby", "one"));
    Reply two = tester.chat.handle(alice.session, new Command.Say("lobby", "two"));
    tester.log.commit();
    assertThat(((Reply.Deferred) one).reply())
        .isCompletedWithValueMatching(Reply.PostedAt.class::isInstance);
    assertThat(((Reply.Deferred) two).reply())
        .isCompletedWithValueMatching(Reply.PostedAt.class::isInstance);
    assertThat(bob.heard()).containsExactly("one", "two");
    assertThat(tester.monitor.faults()).hasSize(2);
  }

  @Test
  void arrivalsAndDeparturesAreDoneThoughShowingThemFails() {
    breakTransport();
    alice.does(new Command.Leave("lobby"));
    var _ = tester.monitor.faults();
    Person dave = tester.person("dave");
    assertThat(dave.does(new Command.Leave("lobby"))).isInstanceOf(Reply.Departed.class);
    assertThat(bob.seen())
        .hasAtLeastOneElementOfType(Event.MemberJoined.class)
        .hasAtLeastOneElementOfType(Event.MemberLeft.class);
    assertThat(tester.monitor.faults()).hasSize(2);
  }

  @Test
  void faultOfTheLogIsReportedAndTheSenderGoesOn() {
    tester.log.faultWith(fault);
    assertThat(alice.refused(new Command.Say("lobby", "one"))).isEqualTo(Refusal.LOG_UNAVAILABLE);
    assertThat(tester.monitor.faults()).containsExactly(fault);
    tester.log.faultWith(null);
    alice.says("two");
    assertThat(bob.heard()).containsExactly("two");
  }

  private static LogEntry line(long offset, String text) {
    return new Draft(Instant.EPOCH, LogEntry.Kind.MESSAGE, "carol", text).at(offset);
  }

  @Test
  void lineThatWasAppendedElsewhereIsShownToAll() {
    tester.log.tell(RoomName.LOBBY, line(1, "from afar"), null);
    assertThat(alice.heard()).containsExactly("from afar");
    assertThat(bob.heard()).containsExactly("from afar");
  }

  @Test
  void linesAreShownInTheOrderOfOffsets() {
    tester.log.tell(RoomName.LOBBY, line(3, "three"), null);
    tester.log.tell(RoomName.LOBBY, line(2, "two"), null);
    assertThat(bob.heard()).isEmpty();
    tester.log.tell(RoomName.LOBBY, line(1, "one"), null);
    assertThat(bob.heard()).containsExactly("one", "two", "three");
  }

  @Test
  void lineIsShownOnce() {
    alice.says("one");
    tester.log.tell(RoomName.LOBBY, line(1, "again"), null);
    tester.log.tell(RoomName.LOBBY, line(3, "three"), null);
    tester.log.tell(RoomName.LOBBY, line(3, "three again"), null);
    tester.log.tell(RoomName.LOBBY, line(2, "two"), null);
    tester.log.tell(RoomName.LOBBY, line(2, "two again"), null);
    assertThat(bob.heard()).containsExactly("one", "two", "three again");
  }

  @Test
  void eventWaitsForTheLinesThatWereAppendedBeforeIt() {
    bob.seen();
    tester.log.hold();
    Reply _ = tester.chat.handle(alice.session, new Command.Say("lobby", "one"));
    alice.does(new Command.Leave("lobby"));
    assertThat(bob.seen()).isEmpty();
    tester.log.commit();
    assertThat(bob.seen())
        .extracting(Object::getClass)
        .containsExactly(Event.Posted.class, Event.MemberLeft.class);
  }

  @Test
  void eventDoesNotWaitForALineThatIsRefused() {
    bob.seen();
    tester.log.hold();
    Reply _ = tester.chat.handle(alice.session, new Command.Say("lobby", "one"));
    alice.does(new Command.Leave("lobby"));
    tester.log.failWith("for the test");
    tester.log.commit();
    assertThat(bob.seen()).extracting(Object::getClass).containsExactly(Event.MemberLeft.class);
  }
}
