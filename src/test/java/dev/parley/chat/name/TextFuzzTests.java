package dev.parley.chat.name;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Tests texts: the recorded inputs, or new ones when fuzzing. */
class TextFuzzTests {

  @FuzzTest
  void nothingUnsafeIsLeft(byte[] input) {
    assertClean(new String(input, StandardCharsets.UTF_8));
    assertClean(new String(input, StandardCharsets.ISO_8859_1));
    assertClean(new String(input, StandardCharsets.UTF_16BE));
  }

  private static void assertClean(String text) {
    String clean = Text.clean(text);
    assertThat(clean.codePoints().noneMatch(TextFuzzTests::isUnsafe)).isTrue();
    assertThat(Text.clean(clean)).isSameAs(clean);
    if (text.codePoints().noneMatch(TextFuzzTests::isUnsafe)) {
      assertThat(clean).isSameAs(text);
    }
  }

  private static boolean isUnsafe(int c) {
    return (c < ' ' && c != '\t')
        || (c >= 0x7F && c <= 0x9F)
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xFEFF
        || (c >= 0xD800 && c <= 0xDFFF);
  }
}
