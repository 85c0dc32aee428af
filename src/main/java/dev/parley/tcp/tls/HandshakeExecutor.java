package dev.parley.tcp.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that compute for TLS handshakes; there are none while there is nothing to do. */
public final class HandshakeExecutor extends ThreadPoolExecutor {

  private static final int IDLE_SECONDS = 30;

  /**
   * @param threads how many at most
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
