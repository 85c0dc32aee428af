package dev.parley.dialect.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StyleTests {

  @Test
  void everyNumberIsAStyleOfItsOwn() {
    assertThat(IntStream.range(0, Style.COUNT).mapToObj(Style::of)).doesNotHaveDuplicates();
    assertThat(IntStream.range(0, Style.COUNT))
        .allSatisfy(number -> assertThat(Style.of(number).number()).isEqualTo(number));
  }

  @Test
  void inJsonOnlyTheLineEndAndOnesOwnMakeADifference() {
    assertThat(new Style(true, true, false, true, false).number())
        .isEqualTo(new Style(true, false, false, false, false).number())
        .isNotEqualTo(new Style(true, false, true, false, false).number())
        .isLessThan(Style.COUNT);
  }
}
