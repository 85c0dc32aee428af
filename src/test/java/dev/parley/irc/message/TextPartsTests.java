package dev.parley.irc.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.irc.message.TextParts.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPartsTests {

  @Test
  void aTextThatFitsIsOnePart() {
    assertThat(TextParts.of("hello", 5)).containsExactly("hello");
    assertThat(TextParts.of("", 5)).containsExactly("");
  }

  @Test
  void dividesBehindASpace() {
    assertThat(TextParts.of("one two three", 8)).containsExactly("one two ", "three");
  }

  @Test
  void dividesAWordThatIsTooLongBetweenGraphemes() {
    String family = "\uD83D\uDC69\u200D\uD83D\uDC67"; // 11 bytes
    assertThat(TextParts.of("ab" + family + family, 14)).containsExactly("ab" + family, family);
  }

  @Test
  void dividesALongGraphemeAtALast() {
    assertThat(TextParts.of("e\u0301\u0301\u0301\u0301", 5))
        .containsExactly("e\u0301\u0301", "\u0301\u0301");
  }

  @Test
  void linesAreParts() {
    assertThat(TextParts.of("one\n\ntwo", 100)).containsExactly("one", "two");
    assertThat(TextParts.exactly("one two\n\nthree", List.of(), 4))
        .containsExactly(
            new Part("one ", false),
            new Part("two", true),
            new Part("", false),
            new Part("thre", false),
            new Part("e", true));
  }

  @Test
  void linesAreDividedAtJoints() {
    assertThat(TextParts.exactly("one two\n\nthree", List.of(1, 4, 11), 100))
        .containsExactly(
            new Part("o", false),
            new Part("ne ", true),
            new Part("two", true),
            new Part("", false),
            new Part("th", false),
            new Part("ree", true));
    assertThat(TextParts.of("one two", List.of(4), 100)).containsExactly("one ", "two");
  }

  @Test
  void formattingCodesAreRemoved() {
    assertThat(
            FormattingCodes.removedFrom("\u0002b\u0002 \u000304,12red\u0003 \u0004FF0000x\u000F"))
        .isEqualTo("b red x");
  }
}
