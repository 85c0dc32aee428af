package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.log.StoredLines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the texts on the wire. */
class WirePayloadTests {

  private static final int MOST_BYTES = 7999;

  private final NodeId node = NodeId.create();
  private final UUID wire = UUID.randomUUID();
  private final List<String> received = new ArrayList<>();
  private final WireReceiver receiver = new WireReceiver(UUID.randomUUID());
  private int refreshes;

  private WirePayload payload(long number, List<WirePayload.Message> messages) {
    return new WirePayload(node, wire, number, messages);
  }

  private static WirePayload.Message message(String topic, String body) {
    return WirePayload.Message.of(topic, body);
  }

  @Test
  void whatIsParsedIsWhatWasWritten() {
    WirePayload payload =
        payload(
            7,
            List.of(
                message("lines", "a . 1\nžluťoučký 日本語 👩‍👩‍👧\n"),
                message("node", ""),
                new WirePayload.Message("lines", "part", WirePayload.Part.FIRST)));
    assertThat(WirePayload.parse(payload.text())).isEqualTo(payload);
    assertThat(WirePayload.parse(payload(8, List.of()).text())).isEqualTo(payload(8, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "2 a b c\n", "1\n", "1 x y z\n", "1 x\nlines . 99\nfew", "1"})
  void whatIsMalformedOrOfAnotherVersionIsIgnored(String text) {
    assertThat(WirePayload.parse(text)).isNull();
    assertThat(receiver.receive(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ž", "€", "😀"})
  void aLongMessageIsSentInPartsThatFit(String character) {
    String body = character.repeat(20_000);
    receiver.subscribe("lines", (sender, text) -> received.add(text));
    long number = 0;
    for (WirePayload.Message part : message("lines", body).parts()) {
      String text = payload(++number, List.of(part)).text();
      assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
      receiver.receive(text);
    }
    assertThat(received).containsExactly(body);
  }

  @Test
  void aNotificationIsTakenOnceAndAMissingOneIsNoticed() {
    receiver.subscribe("a", (sender, body) -> received.add(body));
    receiver.onReconnect(() -> refreshes++);
    for (long number : new long[] {5, 6, 6, 5, 7}) {
      receiver.receive(payload(number, List.of(message("a", "" + number))).text());
    }
    assertThat(received).containsExactly("5", "6", "7");
    assertThat(refreshes).isZero();
    receiver.receive(payload(9, List.of(message("a", "9"))).text());
    assertThat(received).endsWith("9");
    assertThat(refreshes).isEqualTo(1);
  }

  @Test
  void aMessageOfWhichAPartIsMissingIsNotPassed() {
    receiver.subscribe("a", (sender, body) -> received.add(body));
    List<WirePayload.Message> parts = message("a", "x".repeat(20_000)).parts();
    for (int missing = 0; missing < parts.size(); missing++) {
      UUID sender = UUID.randomUUID();
      for (int i = 0; i < parts.size(); i++) {
        if (i != missing) {
          receiver.receive(new WirePayload(node, sender, i + 1, List.of(parts.get(i))).text());
        }
      }
      WirePayload.Message whole = message("a", "whole");
      receiver.receive(new WirePayload(node, sender, parts.size() + 1, List.of(whole)).text());
    }
    assertThat(received).hasSize(parts.size()).containsOnly("whole");
  }

  @Test
  void aHandlerThatFailsDoesNotStopTheOthers() {
    receiver.subscribe(
        "a",
        (sender, body) -> {
          throw new IllegalStateException("on purpose");
        });
    receiver.subscribe("a", (sender, body) -> received.add(body));
    receiver.receive(payload(1, List.of(message("a", "x"), message("unknown", "y"))).text());
    assertThat(received).containsExactly("x");
  }

  @Test
  void linesAreReadAsTheyWereWritten() {
    List<StoredLines.SharedLine> lines =
        IntStream.rangeClosed(1, 300)
            .mapToObj(i ->
                new StoredLines.SharedLine(
                    new LogEntry(
                        i,
                        Instant.ofEpochMilli(i),
                        LogEntry.Kind.MESSAGE,
                        "alice",
                        "several\nlines 😀 " + "x".repeat(i * 20),
                        false),
                    i % 3 == 0 ? null : "@joints=5 +a=ž%20\n " + i))
            .toList();
    List<String> bodies = LinesMessage.write(new StoredLines(42, "e", lines));
    assertThat(bodies).hasSizeGreaterThan(1);
    assertThat(bodies.stream().map(LinesMessage::read).map(StoredLines::room)).containsOnly(42);
    assertThat(
            bodies.stream()
                .map(LinesMessage::read)
                .flatMap(read -> read.lines().stream())
                .collect(Collectors.toList()))
        .isEqualTo(lines);
    assertThat(LinesMessage.read("42 e\n1 2")).isNull();
    assertThat(LinesMessage.read("")).isNull();
  }

  @Test
  void linesOfOtherVersionsAreRead() {
    for (String fields : List.of("", " r", " r later", " r 7 8")) {
      StoredLines read = LinesMessage.read("42 e\n3 0 NOTICE 3 5" + fields + "\nbobhello");
      assertThat(read.lines())
          .containsExactly(
              new StoredLines.SharedLine(
                  new LogEntry(3, Instant.EPOCH, LogEntry.Kind.NOTICE, "bob", "hello", false),
                  fields.isEmpty() ? null : "r"));
    }
  }
}
