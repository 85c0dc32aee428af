package dev.parley.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Slows the guessing of passwords. Guesses from one address are heard one after the other, and
 * after each wrong one the next waits longer; what other addresses do makes no difference. The wait
 * comes before the guess is looked at, so that nothing is learned faster by guessing in parallel or
 * by hanging up. An address of version 6 stands for its network of 64 bits, which is what one
 * customer has. Safe for use from any thread; made for virtual ones, as it blocks them.
 */
final class GuessBrake {

  /** How many addresses are remembered; beyond it the one that was quiet longest is forgotten. */
  static final int ADDRESSES = 10_000;

  private final Clock clock;
  private final Pause pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Guesser> guessers = new LinkedHashMap<>(16, 0.75f, true);

  GuessBrake(Clock clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Hears a guess from an address, after a while if need be, and returns whether it is right.
   *
   * @throws TooManyGuesses where too many from this address are waiting already
   */
  boolean hear(String address, BooleanSupplier guess) {
    Guesser guesser = enter(network(address));
    try {
      return guesser.hear(guess);
    } finally {
      leave(guesser);
    }
  }

  /** How many addresses are remembered now. */
  int size() {
    lock.lock();
    try {
      return guessers.size();
    } finally {
      lock.unlock();
    }
  }

  private Guesser enter(String network) {
    lock.lock();
    try {
      Guesser guesser = guessers.computeIfAbsent(network, name -> new Guesser(name, clock, pause));
      guesser.inside++;
      return guesser;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Guesser guesser) {
    lock.lock();
    try {
      guesser.inside--;
      if (guesser.inside == 0 && guesser.isInnocent()) {
        guessers.remove(guesser.network());
      }
      Iterator<Guesser> quietest = guessers.values().iterator();
      while (guessers.size() > ADDRESSES && quietest.hasNext()) {
        if (quietest.next().inside == 0) {
          quietest.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static String network(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
          : parsed.getHostAddress();
    } catch (IllegalArgumentException noLiteral) {
      return address;
    }
  }
}
