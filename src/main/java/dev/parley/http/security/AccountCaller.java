package dev.parley.http.security;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * The owner of an account that calls with its name and password, as Spring Security sees them. One
 * that is an admin may do what {@code admin} may; others may do nothing.
 */
public final class AccountCaller extends AbstractAuthenticationToken {

  private static final long serialVersionUID = 1;

  private final transient AccountProfile account;

  AccountCaller(AccountProfile account) {
    super(
        account.admin()
            ? List.of(new SimpleGrantedAuthority("ROLE_" + AdminAuthentication.ROLE))
            : List.of());
    this.account = account;
    setAuthenticated(true);
  }

  /** The owner of an account that calls, or null where somebody else does. */
  public static @Nullable AccountCaller of(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof AccountCaller caller ? caller : null;
  }

  /** The caller, for the record. */
  Actor actor(String address) {
    return new Actor(Actor.Kind.ACCOUNT, account.name().value(), address);
  }

  /** The account as it was when the call was made. */
  public AccountProfile account() {
    return account;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public Object getPrincipal() {
    return account.name().value();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AccountCaller that && account.id().equals(that.account.id());
  }

  @Override
  public int hashCode() {
    return account.id().hashCode();
  }
}
