package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFormatTests {

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "id: 812", "event: message"})
  void partsOfEventsWithoutAMessageAreAccepted(String line) {
    assertThat(StreamFormat.SSE.accepts(line)).isTrue();
    assertThat(StreamFormat.NDJSON.accepts(line)).isEqualTo(line.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"message\",\"text\":\"~0000.00001.000000000~ab\"}",
        "{\"type\":\"gap\",\"from\":1,\"to\":7}",
        "data: {\"type\":\"bye\",\"reason\":\"slow-reader\"}",
        "event: gap",
        "event: bye",
        "!! no",
      })
  void changedMessagesGapsAndEndsAreNotAccepted(String line) {
    assertThat(StreamFormat.SSE.accepts(line)).isFalse();
    assertThat(StreamFormat.NDJSON.accepts(line)).isFalse();
  }
}
