package dev.parley.tcp.listen;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.chat.api.Limits;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.session.TokenBucket;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.connection.PeerAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections, in all and by {@linkplain dev.parley.tcp.connection.PeerAddress#counted
 * address}, and how fast an address opens them, and turns away those over a limit. Thread-safe.
 *
 * <p>An address is remembered while it has connections or has not earned its burst back, so there
 * are never more of them than connections and recent attempts.
 */
final class Admission {

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Limits limits;
  private final ConnectionLimits rates;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<AddressRange, Caller> callers = new HashMap<>();
  private int connections;
  private long sweptNanos;

  /** What is known of one address. */
  private static final class Caller {
    private final TokenBucket pace;
    private int connections;

    Caller(TokenBucket pace) {
      this.pace = pace;
    }
  }

  /**
   * @param nanoTime tells the time, as {@link System#nanoTime} does
   */
  Admission(Limits limits, ConnectionLimits rates, LongSupplier nanoTime) {
    this.limits = limits;
    this.rates = rates;
    this.nanoTime = nanoTime;
    this.sweptNanos = nanoTime.getAsLong();
  }

  /**
   * Counts a connection that is welcome, to be {@linkplain #release released} in the end.
   *
   * @return why it is to be closed at once, or null where it is welcome
   */
  @Nullable Disconnect admit(PeerAddress origin) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      sweep(now);
      Caller caller = callers.computeIfAbsent(origin.counted(), address -> newCaller(now));
      Disconnect refused = refusal(caller, now);
      if (refused == null) {
        connections++;
        caller.connections++;
        caller.pace.take();
      }
      return refused;
    } finally {
      lock.unlock();
    }
  }

  private Caller newCaller(long now) {
    return new Caller(new TokenBucket(rates.connectionsBurst(), rates.connectionsPerSecond(), now));
  }

  private @Nullable Disconnect refusal(Caller caller, long now) {
    if (limits.connections() > 0 && connections >= limits.connections()) {
      return new Disconnect(Reason.SERVER_FULL, limits.connections() + " connections");
    }
    if (limits.connectionsPerAddress() > 0
        && caller.connections >= limits.connectionsPerAddress()) {
      return new Disconnect(Reason.ADDRESS_FULL, limits.connectionsPerAddress() + " are allowed");
    }
    if (caller.pace.delayNanos(now) > 0) {
      return new Disconnect(
          Reason.ADDRESS_TOO_FAST, rates.connectionsPerSecond() + " a second are allowed");
    }
    return null;
  }

  /** Counts a connection no more. */
  void release(PeerAddress origin) {
    lock.lock();
    try {
      connections--;
      Caller caller = callers.get(origin.counted());
      if (caller != null && --caller.connections == 0 && isForgotten(caller)) {
        callers.remove(origin.counted());
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many addresses are remembered. */
  int remembered() {
    lock.lock();
    try {
      return callers.size();
    } finally {
      lock.unlock();
    }
  }

  private void sweep(long now) {
    if (now - sweptNanos >= SWEEP_NANOS) {
      sweptNanos = now;
      callers.values().removeIf(this::isForgotten);
    }
  }

  private boolean isForgotten(Caller caller) {
    return caller.connections == 0 && caller.pace.isRested(nanoTime.getAsLong());
  }
}
