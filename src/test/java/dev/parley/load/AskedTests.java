package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A room of three hundred lines, and answers that are right or wrong. */
class AskedTests {

  private static final String MORE = "{\"type\":\"notice\",\"text\":\"More: /history after 7\"}\n";

  private final Contents room = new Contents("u", 64, 300);
  private final Asked asked =
      new Asked(Asked.Way.LINE, "/history after 4", List.of(5L, 6L, 7L), true);

  AskedTests() {
    for (int i = 0; i < 300; i++) {
      room.add(i % 3, i / 3);
    }
  }

  @Test
  void rightAnswerPasses() {
    asked.check(lines(5, 6, 7) + MORE, room);

    assertThat(asked.lines()).isEqualTo(4);
  }

  @Test
  void missingLineIsNoticed() {
    assertWrong(lines(5, 6) + MORE, "has no line 7");
    assertWrong(lines(5, 7) + MORE, "has line 7 in place of 6");
  }

  @Test
  void lineInTheWrongPlaceIsNoticed() {
    assertWrong(lines(6, 5, 7) + MORE, "has line 6 in place of 5");
  }

  @Test
  void lineTooMuchIsNoticed() {
    assertWrong(lines(5, 6, 7, 8) + MORE, "has line 8 too much");
    assertWrong(lines(5, 5, 6, 7) + MORE, "has line 5 in place of 6");
  }

  @Test
  void changedLineIsNoticed() {
    assertWrong(lines(5, 6, 7).replaceFirst("k", "q") + MORE, "has line 5 changed");
    assertWrong(lines(5, 6, 7).replaceFirst("\"u2\"", "\"u1\"") + MORE, "has line 6 changed");
  }

  @Test
  void wrongWordOnWhetherThereIsMoreIsNoticed() {
    assertWrong(lines(5, 6, 7), "is wrong on whether there is more");
  }

  @Test
  void linesOfThePageAfterAnOffsetAreExpectedInOrder() {
    for (Asked page : several(Question.AFTER)) {
      long offset = Long.parseLong(page.text().replace("/history after ", ""));
      long last = Math.min(offset + Question.PAGE, 300);

      assertThat(page.offsets())
          .containsExactlyElementsOf(LongStream.rangeClosed(offset + 1, last).boxed().toList());
      assertThat(page.more()).isEqualTo(last < 300);
    }
  }

  @Test
  void newestLinesThatHaveAWordAreExpectedTheNewestFirst() {
    for (Asked search : several(Question.COMMON)) {
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
    for (Asked search : several(Question.SEARCH)) {
      String[] words = search.text().replace("/search ", "").split(" ", -1);

      String both = "." + words[0] + "." + words[1] + "~";

      assertThat(LongStream.rangeClosed(1, 300).filter(at -> room.text(at).contains(both)).boxed())
          .containsExactlyElementsOf(search.offsets());
    }
  }

  private List<Asked> several(Question question) {
    SplittableRandom random = new SplittableRandom(3);
    return Stream.generate(() -> question.next(room, random)).limit(50).toList();
  }

  private void assertWrong(String answer, String how) {
    assertThatThrownBy(() -> asked.check(answer, room))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("The answer to /history after 4 " + how + ":");
  }

  private String lines(long... offsets) {
    return LongStream.of(offsets)
        .mapToObj(offset ->
            "{\"type\":\"message\",\"room\":\"lobby\",\"offset\":"
                + offset
                + ",\"epoch\":\"e\",\"at\":\"2026-11-22T10:15:30.123Z\",\"from\":\""
                + room.from(offset)
                + "\",\"text\":\""
                + room.text(offset)
                + "\",\"replay\":true}\n")
        .collect(Collectors.joining());
  }
}
