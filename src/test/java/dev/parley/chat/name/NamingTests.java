package dev.parley.chat.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTests {

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "alice", "guest-3", "a_b-c", "Zoë", "Анна", "山田", "やまだ太郎"})
  void nameIsAccepted(String name) {
    assertThat(Nick.parse(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-a",
        "_a",
        "a b",
        "a.b",
        "#a",
        "a\tb",
        "a\u001bb",
        "аlice",
        "a\u202eb",
        "a/b",
        "😀"
      })
  void nameIsRefused(String name) {
    assertThat(Nick.parse(name)).isNull();
  }

  @Test
  void nameMayBeThirtyTwoLongAndNoLonger() {
    assertThat(Nick.parse("x".repeat(32))).isNotNull();
    assertThat(Nick.parse("x".repeat(33))).isNull();
  }

  @Test
  void roomNameMayBeSixtyFourLongAndNoLongerAndHaveDots() {
    assertThat(RoomName.parse("x".repeat(64))).isNotNull();
    assertThat(RoomName.parse("x".repeat(65))).isNull();
    assertThat(RoomName.parse("#team.ops")).isEqualTo(new RoomName("TEAM.ops"));
  }

  @Test
  void namesAreComparedWithoutCaseAndInOneNormalForm() {
    assertThat(new Nick("Zoë")).isEqualTo(new Nick("zOE\u0308")).hasSameHashCodeAs(new Nick("ZOË"));
  }
}
