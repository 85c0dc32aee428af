package dev.parley.tcp.send;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Represents a channel without a network, whose other side stops and resumes reading when a test
 * says so. Its two directions can be shut down one by one.
 */
public final class StallingChannel extends EmbeddedChannel implements DuplexChannel {

  private boolean stalled;
  private boolean takesOne;
  private boolean broken;
  private boolean inputShutdown;
  private boolean outputShutdown;
  private boolean running;

  /** Stops reading. */
  public void stall() {
    stalled = true;
  }

  /** Resumes reading, and takes the pending output. */
  public void goOn() {
    stalled = false;
    unsafe().flush();
  }

  /** Takes the first of the pending writes. */
  public void takeOne() {
    takesOne = true;
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
    } else if (takesOne) {
      takesOne = false;
      outboundMessages().add(ReferenceCountUtil.retain(waiting.current()));
      waiting.remove();
    }
  }

  /** Runs the pending tasks one after the other, as an event loop does. */
  @Override
  public void runPendingTasks() {
    if (!running) {
      running = true;
      try {
        super.runPendingTasks();
      } finally {
        running = false;
      }
    }
  }

  /** Returns the text of each write that was taken since the last call, without empty ones. */
  public List<String> writes() {
    List<String> writes = new ArrayList<>();
    for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
      if (bytes.isReadable()) {
        writes.add(bytes.toString(StandardCharsets.UTF_8));
      }
      bytes.release();
    }
    return writes;
  }

  @Override
  public boolean isInputShutdown() {
    return inputShutdown;
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    inputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    outputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isShutdown() {
    return inputShutdown && outputShutdown;
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    inputShutdown = true;
    return shutdownOutput(promise);
  }
}
