package dev.parley.tcp.send;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A channel without a network, whose other side stops reading and goes on when a test says so. */
final class StallingChannel extends EmbeddedChannel {

  private boolean stalled;
  private boolean broken;

  /** Takes nothing more of what is sent. */
  void stall() {
    stalled = true;
  }

  /** Takes what waits, and what is sent from now on. */
  void goOn() {
    stalled = false;
    unsafe().flush();
  }

  /** Fails to send from now on, and drops the pending writes at the next one. */
  void breakDown() {
    broken = true;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
    if (broken) {
      throw new IOException("Connection reset by peer");
    }
    if (!stalled) {
      super.doWrite(waiting);
    }
  }

  /** What was taken since the last call: one text for each write, empty ones left out. */
  List<String> writes() {
    List<String> writes = new ArrayList<>();
    for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
      if (bytes.isReadable()) {
        writes.add(bytes.toString(StandardCharsets.UTF_8));
      }
      bytes.release();
    }
    return writes;
  }
}
