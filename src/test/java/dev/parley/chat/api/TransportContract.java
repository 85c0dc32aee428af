package dev.parley.chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests the contract of {@link Transport} and of the {@link Endpoint}s that it serves. Each adapter
 * subclasses it.
 */
public abstract class TransportContract {

  /** The bytes that may wait for a reader that stalls. */
  protected static final int QUEUE_BYTES = 64 * 1024;

  /** Opens a connection whose other side reads. Its messages do not come back to it. */
  protected abstract Receiver connect();

  /** Returns the texts of the lines that the other side was shown since the last call. */
  protected abstract List<String> shown(Receiver receiver);

  /** Returns true if the connection is closed, or is being closed. */
  protected abstract boolean isClosed(Receiver receiver);

  /** Lets the other side read nothing more. */
  protected abstract void stall(Receiver receiver);

  /** Breaks the connection. */
  protected abstract void lose(Receiver receiver);

  /** Returns the number of times that a line was encoded. */
  protected abstract int encodings();

  /** Creates a line that comes from no connection. */
  protected static Event.Posted line(String text) {
    return line(text, null);
  }

  private static Event.Posted line(String text, @Nullable Receiver sender) {
    LogEntry entry = new LogEntry(1, Instant.EPOCH, LogEntry.Kind.MESSAGE, "alice", text, false);
    return new Event.Posted(new RoomName("ops"), "e", entry, sender, null);
  }

  private static void deliver(Event event, Receiver... receivers) {
    for (Audience audience : Audience.of(List.of(receivers))) {
      audience.transport().deliver(event, audience);
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(n -> "line " + n).toList();
  }

  @Test
  void eventIsShownToAllReceivers() {
    Receiver ann = connect();
    Receiver bob = connect();
    deliver(line("hello"), ann, bob);
    assertThat(shown(ann)).containsExactly("hello");
    assertThat(shown(bob)).containsExactly("hello");
  }

  @Test
  void eventsAreShownInTheOrderOfTheirDelivery() {
    Receiver ann = connect();
    Receiver bob = connect();
    numbers(200).forEach(text -> deliver(line(text), ann, bob));
    assertThat(shown(ann)).isEqualTo(numbers(200));
    assertThat(shown(bob)).isEqualTo(numbers(200));
  }

  @Test
  void eventsForOneAndForManyAreShownInOneOrder() {
    Receiver ann = connect();
    deliver(line("one"), ann);
    ann.endpoint().deliver(line("two"));
    deliver(line("three"), ann);
    assertThat(shown(ann)).containsExactly("one", "two", "three");
  }

  @Test
  void receiverThatTheEventDoesNotConcernIsLeftOut() {
    Receiver sender = connect();
    Receiver other = connect();
    deliver(line("my own", sender), sender, other);
    assertThat(shown(other)).containsExactly("my own");
    assertThat(shown(sender)).isEmpty();
  }

  @Test
  void receiverThatIsGoneIsLeftOut() {
    Receiver gone = connect();
    Receiver other = connect();
    lose(gone);
    deliver(line("hello"), gone, other);
    gone.endpoint().deliver(line("anybody there?"));
    assertThat(shown(other)).containsExactly("hello");
  }

  @Test
  void slowReaderIsClosedAndNobodyElseNotices() {
    Receiver slow = connect();
    Receiver other = connect();
    stall(slow);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      texts.add(i + "x".repeat(QUEUE_BYTES / 3));
      deliver(line(texts.getLast()), slow, other);
      assertThat(shown(other)).containsExactly(texts.getLast());
    }
    assertThat(isClosed(slow)).isTrue();
    assertThat(isClosed(other)).isFalse();
  }

  @Test
  void eventIsEncodedOnceForAllReceiversThatSeeItAlike() {
    Receiver ann = connect();
    Receiver bob = connect();
    Receiver carol = connect();
    deliver(line("hello"), ann, bob, carol);
    shown(ann);
    shown(bob);
    shown(carol);
    assertThat(encodings()).isOne();
  }

  @Test
  void endpointsHaveNamesOfTheirOwnAndOneTransport() {
    Endpoint ann = connect().endpoint();
    Endpoint bob = connect().endpoint();
    assertThat(ann.id()).isNotEqualTo(bob.id()).isEqualTo(ann.id());
    assertThat(ann.transport()).isSameAs(bob.transport());
  }

  @Test
  void endpointShowsTheLinesThatItSaysItShows() {
    assertThat(connect().endpoint().shows(line("hello"))).isTrue();
  }

  @Test
  void closedEndpointShowsTheEventsBeforeAndNoneBehind() {
    Receiver ann = connect();
    ann.endpoint().deliver(line("before"));
    ann.endpoint().close(Disconnect.of(Disconnect.Reason.SHUTDOWN));
    ann.endpoint().deliver(line("behind"));
    assertThat(shown(ann)).containsExactly("before");
    assertThat(isClosed(ann)).isTrue();
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Receiver ann = connect();
    ann.endpoint().close(Disconnect.of(Disconnect.Reason.SHUTDOWN));
    ann.endpoint().close(Disconnect.of(Disconnect.Reason.KICKED));
    assertThat(shown(ann)).isEmpty();
    assertThat(isClosed(ann)).isTrue();
  }

  @Test
  void eventsThatATaskDeliversComeBehindThoseBeforeIt() {
    Receiver ann = connect();
    ann.endpoint().deliver(line("before"));
    ann.endpoint().execute(() -> ann.endpoint().deliver(line("by the task")));
    assertThat(shown(ann)).containsExactly("before", "by the task");
  }
}
