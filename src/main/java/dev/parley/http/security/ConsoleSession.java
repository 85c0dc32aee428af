package dev.parley.http.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Represents a browser that is logged in to the console. It ends when it is idle for too long, at
 * its greatest age, when it is ended, or when its caller's password, account or token is not good
 * any more. Safe for use from any thread.
 */
public final class ConsoleSession {

  private static final String ATTRIBUTE = ConsoleSession.class.getName();

  /**
   * Limits the life of sessions.
   *
   * @param idle the time without a request after which a session ends
   * @param age the time after which a session ends in any case
   */
  record Lifetime(Duration idle, Duration age) {}

  private final String id = UUID.randomUUID().toString();
  private final Clock clock;
  private final Lifetime lifetime;
  private final String address;
  private final String userAgent;
  private final Instant createdAt;
  private volatile Authentication caller;
  private volatile Instant lastUsedAt;
  private volatile boolean ended;

  ConsoleSession(
      Clock clock, Lifetime lifetime, Authentication caller, String address, String userAgent) {
    this.clock = clock;
    this.lifetime = lifetime;
    this.caller = caller;
    this.address = address;
    this.userAgent = userAgent;
    this.createdAt = clock.instant();
    this.lastUsedAt = createdAt;
  }

  /** Returns the session in which a request is made, or null if it is made in none. */
  public static @Nullable ConsoleSession of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof ConsoleSession session ? session : null;
  }

  /** Stores this session in a request that is made in it. */
  void mark(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Renews the idle time. */
  void used(Authentication now) {
    caller = now;
    lastUsedAt = clock.instant();
  }

  void end() {
    ended = true;
  }

  /** Returns whether the session has not ended. Does not renew the idle time. */
  public boolean isOpen() {
    return !ended && clock.instant().isBefore(expiresAt());
  }

  /** Returns the id, which is no secret. */
  public String id() {
    return id;
  }

  /** Returns the caller, as of the last request. */
  public Authentication caller() {
    return caller;
  }

  /** Returns the address that the log-in came from. */
  public String address() {
    return address;
  }

  /** Returns the beginning of the browser's description of itself, empty if it gave none. */
  public String userAgent() {
    return userAgent;
  }

  /** Returns the time of the log-in. */
  public Instant createdAt() {
    return createdAt;
  }

  /** Returns the time of the last request. */
  public Instant lastUsedAt() {
    return lastUsedAt;
  }

  /** Returns the time at which the session ends if there is no further request. */
  public Instant expiresAt() {
    Instant idle = lastUsedAt.plus(lifetime.idle());
    Instant old = createdAt.plus(lifetime.age());
    return idle.isBefore(old) ? idle : old;
  }
}
