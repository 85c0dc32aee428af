package dev.parley.chat.login;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.name.Nick;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Slows the guessing of passwords. Guesses from one network are heard one after the other, and
 * after each wrong one the next waits longer. The wait comes before the guess is looked at, so that
 * nothing is learned faster by guessing in parallel or by hanging up.
 *
 * <p>Wrong guesses at one account, from wherever they come, have the next guesses at it wait as
 * well. These wait side by side and for 3 seconds at most, and from networks that the owner has
 * logged in from they do not wait: so no stranger can lock an owner out.
 *
 * <p>Safe for use from any thread; made for virtual ones, as it blocks them.
 */
public final class LoginThrottle {

  /** The maximum number of networks, and of accounts, that are remembered. */
  static final int REMEMBERED = 10_000;

  private final ThrottleEntries networks;
  private final ThrottleEntries accounts;
  private final Set<String> trusted =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /** Waits by this pause, and forgets by this clock. */
  public LoginThrottle(Clock clock, ThrottlePause pause) {
    this.networks = new ThrottleEntries(REMEMBERED, clock, pause);
    this.accounts = new ThrottleEntries(REMEMBERED, clock, pause);
  }

  /**
   * Hears a guess from an address, after a while if need be, and returns whether it is right. Who
   * is right vouches for the network: its wrong guesses so far are forgotten.
   *
   * @throws TooManyGuesses where too many from this network are waiting already
   */
  public boolean hear(String address, BooleanSupplier guess) {
    return networks.with(AddressRange.networkOf(address), from -> from.hear(null, guess));
  }

  /** Hears a guess at an account likewise; who is right vouches for the guesses at it alone. */
  public boolean hear(String address, Nick account, BooleanSupplier guess) {
    String place = AddressRange.networkOf(address) + ' ' + account.folded();
    return accounts.with(
        account.folded(),
        target ->
            hear(
                address,
                account.folded(),
                () -> {
                  boolean waited = trusted.contains(place) || target.await();
                  boolean right = waited && guess.getAsBoolean();
                  if (right) {
                    trusted.add(place);
                  } else {
                    target.wrong(account.folded());
                  }
                  return right;
                }));
  }

  private boolean hear(String address, String at, BooleanSupplier guess) {
    return networks.with(AddressRange.networkOf(address), from -> from.hear(at, guess));
  }

  /** Returns the number of networks that are remembered. */
  int size() {
    return networks.size();
  }
}
