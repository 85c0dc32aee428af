package dev.parley.tcp.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs the computations of TLS handshakes. It has no threads while it is idle. */
public final class HandshakeExecutor extends ThreadPoolExecutor {

  private static final int IDLE_SECONDS = 30;

  /**
   * @param threads the maximum number of threads
   */
  public HandshakeExecutor(int threads) {
    super(
        threads,
        threads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory("parley-tls"));
    allowCoreThreadTimeOut(true);
  }
}
