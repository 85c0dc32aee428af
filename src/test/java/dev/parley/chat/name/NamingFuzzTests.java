package dev.parley.chat.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Tests names: the recorded inputs, or new ones when fuzzing. */
class NamingFuzzTests {

  @FuzzTest
  void nameIsOneLineThatCanBeSeenAndIsItsOwnName(byte[] input) {
    Nick nick = Nick.parse(new String(input, StandardCharsets.UTF_8));
    if (nick != null) {
      String name = nick.value();
      assertThat(name.codePoints()).allMatch(Visibility::isVisible);
      assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(Nick.MAX_LENGTH);
      assertThat(name).doesNotContain("@", "/", "#", ">", ":", "!").isEqualTo(Text.clean(name));
      assertThat(new Nick(name)).isEqualTo(nick);
      String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
      assertThat(Nick.parse(decomposed)).isEqualTo(nick);
      assertThat(nick.variant(123).value().length()).isPositive();
      assertThat(RoomName.parse(name)).isNotNull();
    }
  }
}
