package dev.parley.chat.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTests {

  private static final String ESC = "\u001B";
  private static final String BEL = "\u0007";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "a\tb",
        "a [31m b ]0;x \\ ~",
        "naïve žluťoučký kůň",
        "日本語 한국어",
        "👋🏽 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇨🇿",
        "क्‍ष می‌خواهم",
        "שלום\u200F (hi)\u200E",
        "\u00A0\u2027\u202F\u2065\u206A\uFFFD\uE000"
      })
  void harmlessTextIsReturnedItself(String text) {
    assertThat(Text.clean(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[31m",
        "[0;1;38;5;196m",
        "[m",
        "[2J",
        "[?25l",
        "[>4;2m",
        "[ q",
        "[200~",
        "[A",
        "[1 @"
      })
  void controlSequencesAreRemovedWhole(String rest) {
    assertThat(Text.clean("a" + ESC + rest + "b")).isEqualTo("ab");
    assertThat(Text.clean("a\u009B" + rest.substring(1) + "b")).isEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource({"],\u009D", "P,\u0090", "X,\u0098", "^,\u009E", "_,\u009F"})
  void controlStringsAreRemovedWhole(String introducer, String eightBit) {
    for (String end : new String[] {BEL, ESC + "\\", "\u009C"}) {
      assertThat(Text.clean("a" + ESC + introducer + "0;títle\t" + end + "b")).isEqualTo("ab");
      assertThat(Text.clean("a" + eightBit + "0;títle\t" + end + "b")).isEqualTo("ab");
    }
  }

  @Test
  void linkKeepsWhatItShows() {
    String link = ESC + "]8;;http://evil.example" + ESC + "\\here" + ESC + "]8;;" + ESC + "\\";
    assertThat(Text.clean("click " + link)).isEqualTo("click here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "7", "8", "=", ">", "M", "(B", "#8", " F", "%G", "$(C", "\\", "OP"})
  void otherEscapeSequencesAreRemovedWhole(String rest) {
    assertThat(Text.clean("a" + ESC + rest + "b")).isEqualTo("ab");
  }

  @Test
  void unfinishedSequenceLosesItsIntroducerAlone() {
    assertThat(Text.clean("a" + ESC)).isEqualTo("a");
    assertThat(Text.clean("a" + ESC + "[31")).isEqualTo("a31");
    assertThat(Text.clean("a" + ESC + "[31é")).isEqualTo("a31é");
    assertThat(Text.clean("a" + ESC + "]0;all the rest")).isEqualTo("a0;all the rest");
    assertThat(Text.clean("a\u009Dall the rest")).isEqualTo("aall the rest");
    assertThat(Text.clean("a" + ESC + "]0;x\nb" + BEL)).isEqualTo("a0;xb");
    assertThat(Text.clean("a" + ESC + "žluť")).isEqualTo("ažluť");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ESC + ESC + "[31m" + "[31m",
        ESC + "[" + ESC + "[31m" + "31m",
        ESC + "]0;" + ESC + "]0;x" + BEL + "y" + BEL,
        "\u009B\u009B31m31m",
        ESC + "\u0000[31m",
        ESC + "\u202E[31m",
        "\uD83D" + ESC + "[m\uDE00",
        "\uD83D\uD83D\uDE00\uDE00",
        "\uFEFF\uFEFF" + ESC + "\uFEFF[m"
      })
  void whatIsRemovedPutsNoNewSequenceTogether(String text) {
    String clean = Text.clean(text);
    assertThat(clean).doesNotContainPattern("[\\x00-\\x1F\\x7F-\\x9F\\x{202E}\\x{FEFF}]");
    assertThat(Text.clean(clean)).isSameAs(clean);
  }

  @Test
  void controlsButTabAreRemoved() {
    for (char c = 0; c < 0xA0; c++) {
      boolean kept = c == '\t' || (c >= ' ' && c < 0x7F);
      assertThat(Text.clean(". " + c + " .")).isEqualTo(kept ? ". " + c + " ." : ".  .");
    }
  }

  @Test
  void bidirectionalControlsAreRemoved() {
    assertThat(Text.clean("a\u202A\u202B\u202C\u202D\u202Eb\u2066\u2067\u2068\u2069c"))
        .isEqualTo("abc");
  }

  @Test
  void separatorsOfLinesBecomeSpaces() {
    assertThat(Text.clean("a\u2028b\u2029c")).isEqualTo("a b c");
  }

  @Test
  void byteOrderMarksAreRemoved() {
    assertThat(Text.clean("\uFEFFa\uFEFFb")).isEqualTo("ab");
  }

  @Test
  void surrogatesWithoutTheirOtherHalfAreRemoved() {
    assertThat(Text.clean("a\uD83Db\uDE00c\uDE00\uD83D")).isEqualTo("abc");
    assertThat(Text.clean("\uD83D\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(strings = {ESC, ESC + "]", ESC + "[", ESC + "(", "\u009D", ESC + "]x", "\u009B1;"})
  void longTextTakesNoLongerThanItsLength(String piece) {
    String text = piece.repeat(500_000);
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> Text.clean(text));
  }

  @Test
  void formatCharactersVariationSelectorsAndTagsCannotBeSeen() {
    Set<Integer> seen =
        Set.of(0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2);
    IntStream.rangeClosed(0, 0xE0FFF)
        .filter(c -> Character.getType(c) == Character.FORMAT)
        .filter(c -> !seen.contains(c) && c != 0x110BD && c != 0x110CD)
        .filter(c -> c < 0xFFF9 || c > 0xFFFB)
        .filter(c -> c < 0x13430 || c > 0x1343F)
        .forEach(c -> assertThat(Text.isInvisible(Character.toString(c))).as("U+%04X", c).isTrue());
    IntStream.rangeClosed(0xE0100, 0xE01EF)
        .forEach(c -> assertThat(Text.isInvisible(Character.toString(c))).isTrue());
  }

  @Test
  void whiteSpaceAndControlsCannotBeSeen() {
    IntStream.rangeClosed(0, 0xFFFF)
        .filter(
            c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c))
        .forEach(c -> assertThat(Text.isInvisible(Character.toString(c))).as("U+%04X", c).isTrue());
    assertThat(Text.isInvisible("")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".", "a", "é", "日", "👋", "\u200B.", "\u0301", "\u0903", "\uE0B0", "\u2801", "\uFFFD",
        "\u3163", "\u3165"
      })
  void whatShowsSomethingCanBeSeen(String text) {
    assertThat(Text.isInvisible(text)).isFalse();
    assertThat(Text.remark("\u200B " + text)).endsWith(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u3164", "\uFFA0", "\u115F", "\u2800", "\uDB40\uDC41\uFE0F", " \u200B\n\u2060 "})
  void blanksThatNoPropertyOfTheJdkTellsCannotBeSeen(String text) {
    assertThat(Text.isInvisible(text)).isTrue();
    assertThat(Text.remark(text)).isEmpty();
  }
}
