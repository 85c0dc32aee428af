package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanTermTests {

  @Test
  void timeIsUnderstood() {
    assertThat(BanTerm.parse("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(BanTerm.parse("10m")).isEqualTo(Duration.ofMinutes(10));
    assertThat(BanTerm.parse("2H")).isEqualTo(Duration.ofHours(2));
    assertThat(BanTerm.parse("7d")).isEqualTo(Duration.ofDays(7));
    assertThat(BanTerm.parse("1w")).isEqualTo(Duration.ofDays(7));
    assertThat(BanTerm.parse("P1DT12H")).isEqualTo(Duration.ofHours(36));
    assertThat(BanTerm.parse("36500d")).isEqualTo(Duration.ofDays(36_500));
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
    assertThat(BanTerm.parse(text)).isNull();
  }
}
