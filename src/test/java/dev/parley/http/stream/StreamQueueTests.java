package dev.parley.http.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamQueueTests {

  private final StreamQueue queue = new StreamQueue(0, () -> {});

  private static StreamedLine line(long offset, String text) {
    return new StreamedLine(offset, false, text.getBytes(UTF_8), 0);
  }

  @Test
  void lineThatWaitsIsReplacedAndCounted() {
    queue.add(line(1, "one"));
    queue.add(line(2, "a secret"));
    queue.add(line(3, "three"));
    assertThat(queue.replace(line(2, "-"))).isTrue();
    assertThat(queue.replace(line(9, "never there"))).isFalse();
    assertThat(queue.waitingBytes()).isEqualTo(9);
    assertThat(queue.take())
        .extracting(line -> new String(line.bytes(), UTF_8))
        .containsExactly("one", "-", "three");
  }
}
