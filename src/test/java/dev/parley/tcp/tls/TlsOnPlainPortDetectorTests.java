package dev.parley.tcp.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsOnPlainPortDetectorTests {

  private final RejectingConnection connection = new RejectingConnection();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new TlsOnPlainPortDetector(connection));

  private static final class RejectingConnection implements TlsConnection {
    private int rejections;

    @Override
    public String id() {
      return "c";
    }

    @Override
    public boolean isEnding() {
      return false;
    }

    @Override
    public void encrypts(TlsByteCounter bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void open() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rejectPlainText() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rejectTls() {
      rejections++;
    }

    @Override
    public void failHandshake(String detail) {
      throw new UnsupportedOperationException();
    }
  }

  @AfterEach
  void closeChannel() {
    channel.finishAndReleaseAll();
  }

  private String receive(int... bytes) {
    ByteBuf read = Unpooled.buffer();
    for (int next : bytes) {
      read.writeByte(next);
    }
    channel.writeInbound(read);
    StringBuilder passed = new StringBuilder();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      passed.append(part.toString(StandardCharsets.ISO_8859_1));
      part.release();
    }
    return passed.toString();
  }

  @Test
  void plainTextIsPassedOn() {
    assertThat(receive('h', 'i')).isEqualTo("hi");
    assertThat(receive(0x16, 3)).as("later bytes are not checked").hasSize(2);
    assertThat(connection.rejections).isZero();
  }

  @Test
  void handshakeIsRejectedAndNotPassedOn() {
    assertThat(receive(0x16, 3, 1, 2, 0)).isEmpty();
    assertThat(connection.rejections).isOne();
  }

  @Test
  void handshakeThatIsSplitIsRejected() {
    assertThat(receive(0x16)).isEmpty();
    assertThat(connection.rejections).isZero();
    assertThat(receive(3)).isEmpty();
    assertThat(connection.rejections).isOne();
  }

  @Test
  void otherSecondByteIsPlainText() {
    assertThat(receive(0x16, 'x')).hasSize(2);
    assertThat(connection.rejections).isZero();
  }
}
