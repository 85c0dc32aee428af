package dev.parley.admin;

import dev.parley.chat.guess.GuessBrake;
import dev.parley.chat.guess.TooManyGuesses;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Knows the one user: {@code admin}. Guesses are heard at the pace of {@link GuessBrake}. */
final class AdminAuthentication implements AuthenticationProvider {

  /** The role that everything wants. */
  static final String ROLE = "ADMIN";

  private static final String NAME = "admin";
  private static final Logger log = LoggerFactory.getLogger(AdminAuthentication.class);

  private final AdminPassword password;
  private final GuessBrake brake;

  AdminAuthentication(AdminPassword password, GuessBrake brake) {
    this.password = password;
    this.brake = brake;
  }

  @Override
  public Authentication authenticate(Authentication guess) {
    String address =
        guess.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    if (!isHeardRight(address, guess)) {
      log.info("Wrong name or password from {}", address);
      throw new BadCredentialsException("wrong name or password");
    }
    return UsernamePasswordAuthenticationToken.authenticated(
        NAME, null, List.of(new SimpleGrantedAuthority("ROLE_" + ROLE)));
  }

  private boolean isHeardRight(String address, Authentication guess) {
    try {
      return brake.hear(address, () -> isRight(guess));
    } catch (TooManyGuesses tooMany) {
      throw new TooManyAttempts(tooMany);
    }
  }

  private boolean isRight(Authentication guess) {
    boolean rightPassword = password.matches(String.valueOf(guess.getCredentials()));
    return rightPassword && NAME.equals(guess.getName());
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
