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
 * Admits or rejects new connections: counts them, in total and for each {@linkplain
 * dev.parley.tcp.connection.PeerAddress#countedRange address}, limits the rate for each address,
 * and rejects those over a limit. Thread-safe.
 *
 * <p>An address is kept while it has connections or has used up part of its burst, so there are
 * never more addresses than connections and recent attempts.
 */
final class Admission {

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Limits limits;
  private final ConnectionLimits rates;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<AddressRange, AddressCount> addresses = new HashMap<>();
  private int connections;
  private long sweptNanos;

  /** Counts the connections of one address. */
  private static final class AddressCount {
    private final TokenBucket rate;
    private int connections;

    AddressCount(TokenBucket rate) {
      this.rate = rate;
    }
  }

  /**
   * @param nanoTime returns the time as {@link System#nanoTime} does
   */
  Admission(Limits limits, ConnectionLimits rates, LongSupplier nanoTime) {
    this.limits = limits;
    this.rates = rates;
    this.nanoTime = nanoTime;
    this.sweptNanos = nanoTime.getAsLong();
  }

  /**
   * Counts a connection, if it is admitted. It has to be {@linkplain #release released} in the end.
   *
   * @return the reason to reject it, or null if it is admitted
   */
  @Nullable Disconnect admit(PeerAddress peer) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      sweep(now);
      AddressCount count = addresses.computeIfAbsent(peer.countedRange(), address -> newCount(now));
      Disconnect refused = refusal(count, now);
      if (refused == null) {
        connections++;
        count.connections++;
        count.rate.take();
      }
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts a connection from a proxy, which has not told the address of its client yet, if it is
   * admitted. In the end it has to be released by {@link #releaseProxied}, or by {@link #release}
   * once an address was {@linkplain #assign assigned}.
   *
   * @return the reason to reject it, or null if it is admitted
   */
  @Nullable Disconnect admitProxied() {
    lock.lock();
    try {
      Disconnect refused = refusalOfServer();
      if (refused == null) {
        connections++;
      }
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts an admitted connection from a proxy for the address of its client.
   *
   * @return the reason to close it, or null if it is counted
   */
  @Nullable Disconnect assign(PeerAddress peer) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      sweep(now);
      AddressCount count = addresses.computeIfAbsent(peer.countedRange(), address -> newCount(now));
      Disconnect refused = refusalOfAddress(count, now);
      if (refused == null) {
        count.connections++;
        count.rate.take();
      }
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /** Removes an admitted connection without an address from the counts. */
  void releaseProxied() {
    lock.lock();
    try {
      connections--;
    } finally {
      lock.unlock();
    }
  }

  private AddressCount newCount(long now) {
    return new AddressCount(
        new TokenBucket(rates.connectionsBurst(), rates.connectionsPerSecond(), now));
  }

  private @Nullable Disconnect refusal(AddressCount count, long now) {
    Disconnect full = refusalOfServer();
    return full == null ? refusalOfAddress(count, now) : full;
  }

  private @Nullable Disconnect refusalOfServer() {
    if (limits.connections() > 0 && connections >= limits.connections()) {
      return new Disconnect(Reason.SERVER_FULL, limits.connections() + " connections");
    }
    return null;
  }

  private @Nullable Disconnect refusalOfAddress(AddressCount count, long now) {
    if (limits.connectionsPerAddress() > 0 && count.connections >= limits.connectionsPerAddress()) {
      return new Disconnect(Reason.ADDRESS_FULL, "the limit is " + limits.connectionsPerAddress());
    }
    if (count.rate.delayNanos(now) > 0) {
      return new Disconnect(
          Reason.ADDRESS_TOO_FAST, "the limit is " + rates.connectionsPerSecond() + " a second");
    }
    return null;
  }

  /** Removes an admitted connection from the counts. */
  void release(PeerAddress peer) {
    lock.lock();
    try {
      connections--;
      AddressCount count = addresses.get(peer.countedRange());
      if (count != null && --count.connections == 0 && isForgettable(count)) {
        addresses.remove(peer.countedRange());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of addresses that are kept. */
  int addressCount() {
    lock.lock();
    try {
      return addresses.size();
    } finally {
      lock.unlock();
    }
  }

  private void sweep(long now) {
    if (now - sweptNanos >= SWEEP_NANOS) {
      sweptNanos = now;
      addresses.values().removeIf(this::isForgettable);
    }
  }

  private boolean isForgettable(AddressCount count) {
    return count.connections == 0 && count.rate.isRested(nanoTime.getAsLong());
  }
}
