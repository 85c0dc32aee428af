package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@link PersonMask}. */
class PersonMaskTests {

  @ParameterizedTest
  @CsvSource({
    "bo*, bo*!*@*",
    "BOB!*@*, bob!*@*",
    "bob!robert, bob!robert@*",
    "robert@host, *!robert@host",
    "@host, *!*@host",
    "*, *!*@*",
    "a!b@c@d, a!b@c@d",
  })
  void missingPartsAreAny(String typed, String whole) {
    PersonMask mask = PersonMask.parse(typed);
    assertThat(mask).hasToString(whole).isEqualTo(PersonMask.parse(whole));
  }

  @ParameterizedTest
  @CsvSource({"bob", "''", "two words*", "b\u0007*"})
  void textWithoutAWildcardOrWithSpacesIsNoMask(@Nullable String typed) {
    assertThat(PersonMask.parse(String.valueOf(typed))).isNull();
  }

  @Test
  void maskHasALimit() {
    assertThat(PersonMask.parse("*".repeat(PersonMask.MAX_LENGTH))).isNotNull();
    assertThat(PersonMask.parse("*".repeat(PersonMask.MAX_LENGTH + 1))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "b?b!*@*.ip, Bob!line@1f0c.ip, true",
    "b?b!*@*.ip, bob!line@parley, false",
    "*!bob@*, x!BOB@y, true",
    "b?b!*@*, boob!b@c, false",
  })
  void wildcardsMatchWithoutRegardToCase(String typed, String person, boolean matches) {
    PersonMask mask = PersonMask.parse(typed);
    assertThat(mask).isNotNull();
    assertThat(mask.matches(person)).isEqualTo(matches);
  }
}
