package dev.parley.chat.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermTests {

  @Test
  void timeIsUnderstood() {
    assertThat(Term.parse("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(Term.parse("10m")).isEqualTo(Duration.ofMinutes(10));
    assertThat(Term.parse("2H")).isEqualTo(Duration.ofHours(2));
    assertThat(Term.parse("7d")).isEqualTo(Duration.ofDays(7));
    assertThat(Term.parse("1w")).isEqualTo(Duration.ofDays(7));
    assertThat(Term.parse("P1DT12H")).isEqualTo(Duration.ofHours(36));
    assertThat(Term.parse("36500d")).isEqualTo(Duration.ofDays(36_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "m",
        "0m",
        "-1h",
        "10 m",
        "36501d",
        "999999999w",
        "9999999999s",
        "PT0S",
        "PT-1H",
        "soon",
        "P1M"
      })
  void whatIsNoTimeIsNot(String text) {
    assertThat(Term.parse(text)).isNull();
  }
}
