package dev.parley.store.registry;

import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AccountSettings.Reservation;
import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.login.LoginThrottle;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Gives accounts and tokens in memory with an authenticator over them; records delays in place of
 * waiting.
 */
public final class RegistryTester {

  public static final AlwaysOnSettings ALWAYS_ON =
      new AlwaysOnSettings(true, 0, Duration.ofDays(30));

  public static final AccountSettings OPEN =
      new AccountSettings(Registration.OPEN, Reservation.STRICT, 8, 10, ALWAYS_ON);

  public final MemoryAccounts accounts;
  public final MemoryTokens tokens;
  public final LoginService authenticator;
  public final MemoryAudit audit = new MemoryAudit();
  public final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

  public RegistryTester(Clock clock, Executor blocking) {
    this(OPEN, clock, blocking);
  }

  public RegistryTester(AccountSettings settings, Clock clock, Executor blocking) {
    this(settings, ChatMetrics.NONE, clock, blocking);
  }

  public RegistryTester(
      AccountSettings settings, ChatMetrics monitor, Clock clock, Executor blocking) {
    accounts = new MemoryAccounts(clock);
    tokens = new MemoryTokens(clock);
    authenticator =
        new LoginService(
            settings,
            "parley",
            accounts,
            tokens,
            new LoginThrottle(clock, waits::add),
            audit,
            monitor,
            clock,
            blocking);
  }
}
