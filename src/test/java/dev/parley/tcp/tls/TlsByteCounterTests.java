package dev.parley.tcp.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** Tests the number of plain bytes that have arrived. */
class TlsByteCounterTests {

  /** Adds the overhead of a TLS 1.3 record to each write. */
  private static final class Encrypting extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ByteBuf plain = (ByteBuf) message;
      var _ =
          context.write(Unpooled.wrappedBuffer(plain, Unpooled.buffer(22).writeZero(22)), promise);
    }
  }

  @Test
  void whatIsNotAcknowledgedIsNeverTakenForArrived() {
    TlsByteCounter bytes = new TlsByteCounter();
    EmbeddedChannel channel =
        new EmbeddedChannel(bytes.encrypted(), new Encrypting(), bytes.plain());
    for (int i = 0; i < 10; i++) {
      channel.writeOutbound(Unpooled.buffer(100).writeZero(100));
    }
    for (int records = 0; records <= 10; records++) {
      assertThat(bytes.arrived(records * 122L)).isLessThanOrEqualTo(records * 100L);
    }
    assertThat(bytes.arrived(10 * 122)).isEqualTo(1000);
    channel.finishAndReleaseAll();
  }
}
