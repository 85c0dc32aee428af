package dev.parley.tcp.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the computations of one connection's handshake on other threads, and holds the end of its
 * input back meanwhile: the handler of TLS, which comes behind this one, decodes nothing then, and
 * would drop at the end what it has not decoded. Confined to the event loop of the connection.
 */
final class TlsComputations extends ChannelInboundHandlerAdapter implements Executor {

  private final Executor threads;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Object heldEnd;
  private int running;

  /**
   * @param threads runs the computations
   */
  TlsComputations(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void execute(Runnable computation) {
    running++;
    threads.execute(() -> {
      try {
        computation.run();
      } finally {
        later(this::computed); // Behind what the computation has brought about.
      }
    });
  }

  private void later(Runnable task) {
    ChannelHandlerContext own = context;
    if (own != null) {
      own.executor().execute(task);
    }
  }

  private void computed() {
    running--;
    Object end = heldEnd;
    if (running == 0 && end != null && context != null) {
      heldEnd = null;
      context.fireUserEventTriggered(end);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean end =
        event instanceof ChannelInputShutdownEvent
            || event instanceof ChannelInputShutdownReadComplete;
    if (!end || running == 0) {
      context.fireUserEventTriggered(event);
    } else if (heldEnd == null) {
      heldEnd = event;
    }
  }
}
