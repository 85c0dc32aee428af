package dev.parley.http.security;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Represents a caller with a token to Spring Security. */
public final class Caller extends AbstractAuthenticationToken {

  /** Role of every token; its scopes are its permissions. */
  static final String ROLE = "TOKEN";

  private static final long serialVersionUID = 1;

  private final transient ApiToken token;
  private final transient Nick login;

  /**
   * @param login the name of the account that the token logs in to, or its own
   */
  Caller(ApiToken token, Nick login) {
    super(List.of(new SimpleGrantedAuthority("ROLE_" + ROLE)));
    this.token = token;
    this.login = login;
    setAuthenticated(true);
  }

  /** Returns the caller with a token, by the current name of its account. */
  static Caller of(ApiToken token, AccountAdmin accountAdmin) {
    AccountProfile owner =
        token.account() == null ? null : accountAdmin.accountById(token.account());
    return new Caller(token, owner == null ? token.name() : owner.name());
  }

  /** Returns this caller by the current name of its account. */
  Caller current(AccountAdmin accountAdmin) {
    return of(token, accountAdmin);
  }

  /** Returns whether the token logs in to an account. */
  public boolean hasAccount() {
    return token.account() != null;
  }

  /** Returns the id of the token. */
  String id() {
    return token.id();
  }

  /** Returns the scopes of the token. */
  public Set<TokenScope> scopes() {
    return token.scopes();
  }

  /** Returns the name of the caller. */
  public Nick login() {
    return login;
  }

  /** Returns whether the token has a scope. */
  boolean has(TokenScope scope) {
    return token.scopes().contains(scope);
  }

  /** Returns whether the token is still valid. */
  public boolean isStillValid(LoginService authenticator) {
    return authenticator.isStillValid(token);
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }

  @Override
  public Object getPrincipal() {
    return token.name().value();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Caller that && token.id().equals(that.token.id());
  }

  @Override
  public int hashCode() {
    return token.id().hashCode();
  }

  /** Returns the caller with a token, or null if the admin calls. */
  public static @Nullable Caller of(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof Caller caller ? caller : null;
  }

  /** Returns the caller for the audit. */
  Actor actor(String address) {
    return new Actor(Actor.Kind.TOKEN, token.name().value(), address);
  }

  /** Throws a problem if a token calls and the token that it creates would outlive it. */
  public static void requireWithin(HttpServletRequest request, @Nullable Instant end) {
    Caller caller = of(request);
    Instant own = caller == null ? null : caller.token.expiresAt();
    if (own != null && (end == null || end.isAfter(own))) {
      throw InvalidValue.of("expiresAt", "must be no later than " + own + ", when this token ends");
    }
  }

  /** Throws a problem if a token calls: none creates or changes an admin. */
  public static void requireAdmin(HttpServletRequest request) {
    if (of(request) != null) {
      throw Problem.FORBIDDEN.because("No token may do this to the account of an admin.");
    }
  }

  /** Throws a problem if a token calls that does not have the scope. */
  public static void require(HttpServletRequest request, TokenScope scope) {
    Caller caller = of(request);
    if (caller != null && !caller.has(scope)) {
      throw MissingScope.of(scope);
    }
  }
}
