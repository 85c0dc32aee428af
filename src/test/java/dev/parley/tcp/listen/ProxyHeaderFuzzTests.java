package dev.parley.tcp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.tcp.connection.PeerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fuzzes the PROXY protocol header, with the recorded inputs or new ones. */
class ProxyHeaderFuzzTests {

  private static final PeerAddress PROXY =
      new PeerAddress(InetAddress.ofLiteral("127.0.0.1"), 4711);

  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  @FuzzTest
  void splittingTheInputMakesNoDifference(byte[] input) {
    assertThat(outcome(input, 1)).isEqualTo(outcome(input, input.length));
    assertThat(outcome(input, 7)).isEqualTo(outcome(input, input.length));
  }

  @FuzzTest
  void splittingABinaryHeaderMakesNoDifference(byte[] input) {
    splittingTheInputMakesNoDifference(joined(SIGNATURE, input));
  }

  @FuzzTest
  void splittingATextHeaderMakesNoDifference(byte[] input) {
    splittingTheInputMakesNoDifference(
        joined("PROXY TCP4 ".getBytes(StandardCharsets.US_ASCII), input));
  }

  @Test
  void whatStandsBehindTheHeaderIsLeftAsItIs() {
    Outcome outcome =
        outcome("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello".getBytes(StandardCharsets.UTF_8), 3);
    assertThat(outcome.addresses())
        .containsExactly(new PeerAddress(InetAddress.ofLiteral("192.0.2.1"), 1));
    assertThat(outcome.rest()).isEqualTo("hello");
    assertThat(outcome.open()).isTrue();
  }

  private static byte[] joined(byte[] before, byte[] after) {
    byte[] both = Arrays.copyOf(before, before.length + after.length);
    System.arraycopy(after, 0, both, before.length, after.length);
    return both;
  }

  /**
   * Holds the result of an input: the addresses, the bytes behind the header, and the state of the
   * channel.
   */
  private record Outcome(List<PeerAddress> addresses, String rest, boolean open) {}

  private static Outcome outcome(byte[] input, int step) {
    List<PeerAddress> addresses = new ArrayList<>();
    EmbeddedChannel channel = new EmbeddedChannel();
    ProxyHeaderHandler.add(channel.pipeline(), "test", PROXY, Duration.ZERO, addresses::add);
    for (int from = 0; from < input.length && channel.isOpen(); from += Math.max(1, step)) {
      int length = Math.min(Math.max(1, step), input.length - from);
      channel.writeInbound(Unpooled.copiedBuffer(input, from, length));
    }
    boolean open = channel.isOpen();
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      byte[] bytes = new byte[part.readableBytes()];
      part.readBytes(bytes);
      part.release();
      rest.writeBytes(bytes);
    }
    channel.finishAndReleaseAll();
    return new Outcome(addresses, open ? rest.toString(StandardCharsets.ISO_8859_1) : "", open);
  }
}
