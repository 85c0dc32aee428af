package dev.parley.tcp;

import dev.parley.chat.api.Disconnect;
import java.time.Duration;

/**
 * Says how a stop ends the open connections.
 *
 * @param reason the reason that everyone is told
 * @param spread the time over which the connections are closed, so that those who come back
 *     elsewhere do not come all at once
 */
public record StopPolicy(Disconnect.Reason reason, Duration spread) {

  /** Closes all connections at once, as the server is gone then. */
  public static final StopPolicy SHUTDOWN =
      new StopPolicy(Disconnect.Reason.SHUTDOWN, Duration.ZERO);
}
