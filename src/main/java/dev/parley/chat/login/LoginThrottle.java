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
 * Throttles guesses at passwords. Guesses from one network are checked one after the other, and
 * each wrong one makes the next wait longer. The wait comes before the check, so that neither
 * guessing in parallel nor hanging up makes guessing faster.
 *
 * <p>Wrong guesses at one account, from any network, make the next guesses at it wait as well.
 * These wait in parallel, for 3 seconds at most. Guesses from networks that the owner has logged in
 * from do not wait, so that others cannot lock an owner out.
 *
 * <p>Safe for use from any thread; it blocks, so it is meant for virtual threads.
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

  /** Creates a throttle that waits by a pause, and measures time by a clock. */
  public LoginThrottle(Clock clock, ThrottlePause pause) {
    this.networks = new ThrottleEntries(REMEMBERED, clock, pause);
    this.accounts = new ThrottleEntries(REMEMBERED, clock, pause);
  }

  /**
   * Checks a guess from an address, after a wait if necessary, and returns whether it is right. A
   * right guess clears the wrong guesses of the network.
   *
   * @throws TooManyGuessesException if too many guesses from this network are waiting
   */
  public boolean check(String address, BooleanSupplier guess) {
    return networks.with(AddressRange.networkOf(address), from -> from.check(null, guess));
  }

  /**
   * Checks a guess at an account in the same way; a right guess clears only the guesses at that
   * account.
   */
  public boolean check(String address, Nick account, BooleanSupplier guess) {
    String place = AddressRange.networkOf(address) + ' ' + account.folded();
    return accounts.with(
        account.folded(),
        target ->
            check(
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

  private boolean check(String address, String at, BooleanSupplier guess) {
    return networks.with(AddressRange.networkOf(address), from -> from.check(at, guess));
  }

  /** Returns the number of networks that are remembered. */
  int size() {
    return networks.size();
  }
}
