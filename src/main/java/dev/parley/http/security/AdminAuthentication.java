package dev.parley.http.security;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.login.LoginThrottle;
import dev.parley.chat.login.TooManyGuessesException;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Authenticates {@code admin} and accounts by their passwords. Guesses are limited by {@link
 * LoginThrottle}.
 */
final class AdminAuthentication implements AuthenticationProvider {

  /** Role that every operation requires. */
  static final String ROLE = "ADMIN";

  private static final String NAME = "admin";
  private static final Logger log = LoggerFactory.getLogger(AdminAuthentication.class);

  private static final Duration STORE_WAIT = Duration.ofSeconds(5);

  private final AdminPassword password;
  private final LoginThrottle throttle;
  private final LoginService authenticator;
  private final VerifiedCredentials verified;

  AdminAuthentication(
      AdminPassword password,
      LoginThrottle throttle,
      LoginService authenticator,
      AccountAdmin accountAdmin) {
    this.password = password;
    this.throttle = throttle;
    this.authenticator = authenticator;
    this.verified = new VerifiedCredentials(accountAdmin);
  }

  @Override
  public Authentication authenticate(Authentication guess) {
    String address =
        guess.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    Authentication proven = check(address, guess);
    if (proven == null) {
      log.info("Wrong name or password from {}", address);
      throw new BadCredentialsException("wrong name or password");
    }
    return proven;
  }

  private @Nullable Authentication check(String address, Authentication guess) {
    try {
      String secret = String.valueOf(guess.getCredentials());
      return NAME.equals(guess.getName())
          ? admin(address, secret)
          : account(address, guess.getName(), new Secret(secret));
    } catch (TooManyGuessesException tooMany) {
      throw new ThrottledAuthenticationException(tooMany);
    } catch (PasswordQueueFullException busy) {
      throw new AuthenticationUnavailableException(
          Refusal.SERVER_BUSY, String.valueOf(busy.getMessage()), busy.retryAfter(), busy);
    } catch (StoreUnavailableException unavailable) {
      throw new AuthenticationUnavailableException(
          Refusal.LOG_UNAVAILABLE,
          String.valueOf(unavailable.getMessage()),
          STORE_WAIT,
          unavailable);
    }
  }

  private @Nullable Authentication admin(String address, String secret) {
    return throttle.check(address, () -> password.matches(secret))
        ? UsernamePasswordAuthenticationToken.authenticated(
            NAME, null, List.of(new SimpleGrantedAuthority("ROLE_" + ROLE)))
        : null;
  }

  /** Authenticates the owner of an account; authorization by role follows. */
  private @Nullable Authentication account(String address, String name, Secret secret) {
    Nick nick = Nick.parse(name);
    if (nick == null) {
      var _ = throttle.check(address, () -> false);
      return null;
    }
    AccountProfile known = verified.find(nick, secret);
    AccountProfile account = known == null ? authenticator.verify(address, nick, secret) : known;
    if (account == null || account.disabled()) {
      return null;
    }
    if (known == null) {
      verified.add(nick, secret, account);
    }
    return new AccountCaller(account);
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
