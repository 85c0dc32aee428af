package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTests {

  private static final String HEAD =
      "HTTP/1.1 200 \r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final ChunkedBody body = new ChunkedBody();
  private final byte[] target = new byte[100];
  private int end;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void bodyIsDecodedInPiecesOfAnySize(int size) {
    String response = HEAD + "4\r\none\n\r\nB;x=y\r\ntwo\r\nthree\n\r\n0\r\n\r\n";
    for (int from = 0; from < response.length(); from += size) {
      decode(response.substring(from, Math.min(from + size, response.length())));
    }

    assertThat(decoded()).isEqualTo("one\ntwo\r\nthree\n");
    assertThat(body.isEnded()).isTrue();
  }

  @Test
  void bodyStartsBehindTheHeaders() {
    decode(HEAD.substring(0, HEAD.length() - 1));

    assertThat(body.isStarted()).isFalse();

    decode("\n");

    assertThat(body.isStarted()).isTrue();
    assertThat(body.isEnded()).isFalse();
    assertThat(decoded()).isEmpty();
  }

  @Test
  void otherStatusIsRefused() {
    assertThatThrownBy(() -> decode("HTTP/1.1 429 \r\n"))
        .isInstanceOf(LoadException.class)
        .hasMessage("The response is HTTP/1.1 429.");
  }

  @Test
  void otherBodyIsRefused() {
    assertThatThrownBy(() -> decode("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))
        .isInstanceOf(LoadException.class)
        .hasMessage("The response is not chunked.");
  }

  @Test
  void wrongChunksAreRefused() {
    decode(HEAD);

    assertThatThrownBy(() -> decode("many\r\n"))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("The response has a chunk of size many");
  }

  private void decode(String piece) {
    end = body.decode(ByteBuffer.wrap(piece.getBytes(StandardCharsets.US_ASCII)), target, end);
  }

  private String decoded() {
    return new String(target, 0, end, StandardCharsets.US_ASCII);
  }
}
