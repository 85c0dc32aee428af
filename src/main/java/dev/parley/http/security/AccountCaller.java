package dev.parley.http.security;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.operator.AccountAdmin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Represents a caller with the name and password of an account to Spring Security. An admin's
 * account has the permissions of {@code admin}; others have none.
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

  /** Returns the caller with an account, or null if somebody else calls. */
  public static @Nullable AccountCaller of(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof AccountCaller caller ? caller : null;
  }

  /** Returns the caller for the audit. */
  Actor actor(String address) {
    return new Actor(Actor.Kind.ACCOUNT, account.name().value(), address);
  }

  /** Returns the account as of the time of the call. */
  public AccountProfile account() {
    return account;
  }

  /**
   * Returns the account as it is now; null if its password, or what it may do, is not good any
   * more: it was deleted or disabled, is no admin's any more, or has another password.
   */
  public @Nullable AccountProfile current(AccountAdmin accountAdmin) {
    AccountProfile now = accountAdmin.accountById(account.id());
    return now != null
            && now.admin()
            && !now.disabled()
            && now.passwordVersion() == account.passwordVersion()
        ? now
        : null;
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
