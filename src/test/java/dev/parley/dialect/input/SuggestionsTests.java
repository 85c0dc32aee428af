package dev.parley.dialect.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTests {

  @ParameterizedTest
  @CsvSource({
    "join,join,0",
    "jion,join,1",
    "joi,join,1",
    "joins,join,1",
    "john,join,1",
    "hisotyr,history,2",
    "'',join,4",
    "ca,abc,3",
    "who,me,3"
  })
  void distanceCountsMistakes(String typed, String meant, int mistakes) {
    assertThat(Suggestions.distance(typed, meant)).isEqualTo(mistakes);
    assertThat(Suggestions.distance(meant, typed)).isEqualTo(mistakes);
  }

  @ParameterizedTest
  @CsvSource({
    "jion,join",
    "nik,nick",
    "mgs,msg",
    "quti,quit",
    "hisotyr,history",
    "unignroe,unignore",
    "ehco,echo",
    "exit,quit",
    "x,",
    "xy,",
    "q,",
    "'',",
    "histories-and-more-of-it,"
  })
  void nearestCommandIsFoundWhereOneIsNear(String typed, String meant) {
    assertThat(CommandTable.unknown(typed).text())
        .isEqualTo(
            "No command /"
                + typed
                + (meant == null ? "." : ". Did you mean /" + meant + "?")
                + " /help lists them.");
  }
}
