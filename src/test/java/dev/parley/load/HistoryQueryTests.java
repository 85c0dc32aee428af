package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests right and wrong answers about a room of three hundred lines. */
class HistoryQueryTests {

  private static final String MORE = "{\"type\":\"notice\",\"text\":\"More: /history after 7\"}\n";

  private final RoomContents room = new RoomContents("u", 64, 300);
  private final HistoryQuery query =
      new HistoryQuery(HistoryQuery.Access.LINE, "/history after 4", List.of(5L, 6L, 7L), true);

  HistoryQueryTests() {
    for (int i = 0; i < 300; i++) {
      room.add(i % 3, i / 3);
    }
  }

  @Test
  void rightAnswerPasses() {
    query.check(lines(5, 6, 7) + MORE, room);

    assertThat(query.lineCount()).isEqualTo(4);
  }

  @Test
  void missingLineIsDetected() {
    assertWrong(lines(5, 6) + MORE, "has no line 7");
    assertWrong(lines(5, 7) + MORE, "has line 7 in place of 6");
  }

  @Test
  void lineInTheWrongPlaceIsDetected() {
    assertWrong(lines(6, 5, 7) + MORE, "has line 6 in place of 5");
  }

  @Test
  void lineTooMuchIsDetected() {
    assertWrong(lines(5, 6, 7, 8) + MORE, "has line 8 too much");
    assertWrong(lines(5, 5, 6, 7) + MORE, "has line 5 in place of 6");
  }

  @Test
  void changedLineIsDetected() {
    assertWrong(lines(5, 6, 7).replaceFirst("k", "q") + MORE, "has line 5 changed");
    assertWrong(lines(5, 6, 7).replaceFirst("\"u2\"", "\"u1\"") + MORE, "has line 6 changed");
  }

  @Test
  void wrongWordOnWhetherThereIsMoreIsDetected() {
    assertWrong(lines(5, 6, 7), "is wrong on whether there is more");
  }

  @Test
  void linesOfThePageAfterAnOffsetAreExpectedInOrder() {
    for (HistoryQuery page : several(QueryKind.AFTER)) {
      long offset = Long.parseLong(page.text().replace("/history after ", ""));
      long last = Math.min(offset + QueryKind.PAGE, 300);

      assertThat(page.offsets())
          .containsExactlyElementsOf(LongStream.rangeClosed(offset + 1, last).boxed().toList());
      assertThat(page.more()).isEqualTo(last < 300);
    }
  }

  @Test
  void newestLinesThatHaveAWordAreExpectedTheNewestFirst() {
    for (HistoryQuery search : several(QueryKind.COMMON)) {
      String word = search.text().replace("/search ", "");

      assertThat(search.offsets())
          .isNotEmpty()
          .isSortedAccordingTo((one, two) -> Long.compare(two, one))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 300)
                  .filter(offset -> room.text(offset).endsWith("~" + word))
                  .boxed()
                  .toList());
    }
  }

  @Test
  void oneLineHasBothWords() {
    for (HistoryQuery search : several(QueryKind.SEARCH)) {
      String[] words = search.text().replace("/search ", "").split(" ", -1);

      String both = "." + words[0] + "." + words[1] + "~";

      assertThat(LongStream.rangeClosed(1, 300).filter(at -> room.text(at).contains(both)).boxed())
          .containsExactlyElementsOf(search.offsets());
    }
  }

  private List<HistoryQuery> several(QueryKind kind) {
    SplittableRandom random = new SplittableRandom(3);
    return Stream.generate(() -> kind.next(room, random)).limit(50).toList();
  }

  private void assertWrong(String answer, String how) {
    assertThatThrownBy(() -> query.check(answer, room))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("The answer to /history after 4 " + how + ":");
  }

  private String lines(long... offsets) {
    return LongStream.of(offsets)
        .mapToObj(offset ->
            "{\"type\":\"message\",\"room\":\"lobby\",\"offset\":"
                + offset
                + ",\"epoch\":\"e\",\"at\":\"2026-11-22T10:15:30.123Z\",\"from\":\""
                + room.senderName(offset)
                + "\",\"text\":\""
                + room.text(offset)
                + "\",\"replay\":true}\n")
        .collect(Collectors.joining());
  }
}
