package dev.parley.tcp.connection;

import static dev.parley.tcp.connection.ConnectionEvent.Signal.CHANNEL_CLOSED;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.INPUT_BROKEN;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.INPUT_CONSUMED;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.INPUT_ENDED;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.INPUT_TRUNCATED;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.OPENED;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.OUTPUT_SHUT;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.RESET_SEEN;
import static dev.parley.tcp.connection.ConnectionEvent.Signal.SENDING_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.connection.ConnectionEvent.CloseRequested;
import dev.parley.tcp.connection.ConnectionEvent.Failed;
import dev.parley.tcp.connection.ConnectionEvent.Signal;
import dev.parley.tcp.connection.ConnectionState.Closed;
import dev.parley.tcp.connection.ConnectionState.Closing;
import dev.parley.tcp.connection.ConnectionState.Draining;
import dev.parley.tcp.connection.ConnectionState.Input;
import dev.parley.tcp.connection.ConnectionState.Lingering;
import dev.parley.tcp.connection.ConnectionState.Open;
import dev.parley.tcp.connection.ConnectionState.Opening;
import dev.parley.tcp.connection.ConnectionState.Unreachable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionStateMachineTests {

  private static final Disconnect FIRST = Disconnect.of(Reason.QUIT);
  private static final Disconnect SECOND = Disconnect.of(Reason.SHUTDOWN);

  private static final CloseRequested CLOSE = new CloseRequested(SECOND);
  private static final Failed FAILED = new Failed(SECOND);

  private static ConnectionState open(Input input) {
    return new Open(input);
  }

  private static ConnectionState unreachable(Input input) {
    return new Unreachable(input);
  }

  /** Lists, for each state, the state that each event leads to; all other events are refused. */
  private static Map<ConnectionState, Map<ConnectionEvent, ConnectionState>> table() {
    Map<ConnectionState, Map<ConnectionEvent, ConnectionState>> table = new LinkedHashMap<>();
    table.put(
        new Opening(),
        Map.of(
            OPENED, open(Input.OPEN),
            CLOSE, new Draining(SECOND, false),
            FAILED, new Closing(SECOND)));
    for (Input input : Input.values()) {
      Map<ConnectionEvent, ConnectionState> ofOpen = new LinkedHashMap<>();
      Map<ConnectionEvent, ConnectionState> ofUnreachable = new LinkedHashMap<>();
      inputs(input)
          .forEach((event, next) -> {
            ofOpen.put(event, open(next));
            ofUnreachable.put(event, unreachable(next));
          });
      ofOpen.put(SENDING_FAILED, unreachable(input));
      ofOpen.put(CLOSE, new Draining(SECOND, input.isOver()));
      ofOpen.put(FAILED, new Closing(SECOND));
      ofUnreachable.put(SENDING_FAILED, unreachable(input));
      ofUnreachable.put(CLOSE, new Closing(SECOND));
      ofUnreachable.put(FAILED, new Closing(SECOND));
      table.put(open(input), ofOpen);
      table.put(unreachable(input), ofUnreachable);
    }
    for (boolean over : new boolean[] {false, true}) {
      Map<ConnectionEvent, ConnectionState> ofDraining =
          ending(new Draining(FIRST, over), new Draining(FIRST, true));
      ofDraining.put(OUTPUT_SHUT, new Lingering(FIRST, over));
      table.put(new Draining(FIRST, over), ofDraining);
      table.put(
          new Lingering(FIRST, over),
          ending(new Lingering(FIRST, over), new Lingering(FIRST, true)));
    }
    table.put(new Closing(FIRST), ending(new Closing(FIRST), new Closing(FIRST)));
    table.put(new Closed(FIRST), ending(new Closed(FIRST), new Closed(FIRST)));
    return table;
  }

  private static Map<ConnectionEvent, Input> inputs(Input input) {
    return switch (input) {
      case OPEN ->
          Map.of(
              INPUT_ENDED, Input.ENDED,
              INPUT_TRUNCATED, Input.TRUNCATED,
              INPUT_BROKEN, Input.BROKEN,
              RESET_SEEN, Input.RESET);
      case RESET ->
          Map.of(
              INPUT_ENDED, Input.BROKEN,
              INPUT_TRUNCATED, Input.BROKEN,
              INPUT_BROKEN, Input.BROKEN,
              RESET_SEEN, Input.RESET);
      case ENDED, TRUNCATED ->
          Map.of(
              INPUT_ENDED, input,
              INPUT_TRUNCATED, input,
              INPUT_BROKEN, input,
              RESET_SEEN, input,
              INPUT_CONSUMED, Input.CONSUMED);
      case BROKEN, CONSUMED ->
          Map.of(
              INPUT_ENDED, input,
              INPUT_TRUNCATED, input,
              INPUT_BROKEN, input,
              RESET_SEEN, input);
    };
  }

  private static Map<ConnectionEvent, ConnectionState> ending(
      ConnectionState state, ConnectionState withoutInput) {
    Map<ConnectionEvent, ConnectionState> row = new LinkedHashMap<>();
    for (Signal input : List.of(INPUT_ENDED, INPUT_TRUNCATED, INPUT_BROKEN)) {
      row.put(input, withoutInput);
    }
    for (ConnectionEvent late : List.of(OPENED, RESET_SEEN, SENDING_FAILED, CLOSE, FAILED)) {
      row.put(late, state);
    }
    row.put(CHANNEL_CLOSED, new Closed(FIRST));
    return row;
  }

  private static Stream<ConnectionState> states() {
    return table().keySet().stream();
  }

  private static List<ConnectionEvent> events() {
    List<ConnectionEvent> events = new ArrayList<>(Arrays.asList(Signal.values()));
    events.add(CLOSE);
    events.add(FAILED);
    return events;
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyEventLeadsWhereTheTableSaysOrIsRefused(ConnectionState state) {
    Map<ConnectionEvent, ConnectionState> row = table().get(state);
    for (ConnectionEvent event : events()) {
      ConnectionState expected = row.get(event);
      if (expected == null) {
        assertThatIllegalStateException()
            .as("%s in %s", event, state)
            .isThrownBy(() -> ConnectionStateMachine.next(state, event))
            .withMessageContainingAll(event.toString(), state.toString());
      } else {
        assertThat(ConnectionStateMachine.next(state, event))
            .as("%s in %s", event, state)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void eventThatChangesNothingReturnsTheSameState() {
    table()
        .forEach((state, row) ->
            row.forEach((event, next) -> {
              if (next.equals(state)) {
                assertThat(ConnectionStateMachine.next(state, event))
                    .as("%s in %s", event, state)
                    .isSameAs(state);
              }
            }));
  }

  @Test
  void firstReasonToEndCounts() {
    ConnectionState closed =
        after(
            new Opening(),
            OPENED,
            new CloseRequested(FIRST),
            FAILED,
            OUTPUT_SHUT,
            CLOSE,
            CHANNEL_CLOSED);
    assertThat(closed).isEqualTo(new Closed(FIRST));
  }

  @Test
  void oneThatCloseIsAskedOfWhenNothingCanBeSentIsNotDrained() {
    assertThat(after(new Opening(), OPENED, SENDING_FAILED, CLOSE)).isEqualTo(new Closing(SECOND));
  }

  @Test
  void inputThatSeemsToEndInOrderAfterAResetIsBroken() {
    assertThat(after(new Opening(), OPENED, RESET_SEEN, SENDING_FAILED, INPUT_ENDED))
        .isEqualTo(unreachable(Input.BROKEN));
  }

  @ParameterizedTest
  @MethodSource("states")
  void onlyStatesThatCanSendAreWritable(ConnectionState state) {
    assertThat(state.isWritable()).isEqualTo(state instanceof Opening || state instanceof Open);
    assertThat(state.isEnding())
        .isEqualTo(
            state instanceof Draining
                || state instanceof Lingering
                || state instanceof Closing
                || state instanceof Closed);
  }

  @Test
  void endOfTheInputIsPendingUntilItIsConsumed() {
    assertThat(states().filter(ConnectionState::isInputEndPending))
        .containsExactlyInAnyOrder(
            open(Input.ENDED),
            open(Input.TRUNCATED),
            open(Input.BROKEN),
            unreachable(Input.ENDED),
            unreachable(Input.TRUNCATED),
            unreachable(Input.BROKEN));
  }

  private static ConnectionState after(ConnectionState start, ConnectionEvent... events) {
    ConnectionState state = start;
    for (ConnectionEvent event : events) {
      state = ConnectionStateMachine.next(state, event);
    }
    return state;
  }
}
