package dev.parley.tcp;

import dev.parley.chat.Disconnect;
import dev.parley.chat.Disconnect.Reason;
import dev.parley.chat.Limits;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts connections, in all and by address, and turns away those over a limit. Thread-safe. */
final class Admission {

  private final Limits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  Admission(Limits limits) {
    this.limits = limits;
  }

  /**
   * Counts a connection that is welcome, to be {@linkplain #release released} in the end.
   *
   * @return why it is to be closed at once, or null where it is welcome
   */
  @Nullable Disconnect admit(InetAddress address) {
    int here = byAddress.merge(address, 1, Integer::sum);
    int all = connections.incrementAndGet();
    Disconnect refused = refusal(here, all);
    if (refused != null) {
      release(address);
    }
    return refused;
  }

  private @Nullable Disconnect refusal(int here, int all) {
    if (limits.connections() > 0 && all > limits.connections()) {
      return new Disconnect(Reason.SERVER_FULL, limits.connections() + " connections");
    }
    if (limits.connectionsPerAddress() > 0 && here > limits.connectionsPerAddress()) {
      return new Disconnect(Reason.ADDRESS_FULL, limits.connectionsPerAddress() + " are allowed");
    }
    return null;
  }

  /** Counts a connection no more. */
  void release(InetAddress address) {
    connections.decrementAndGet();
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
