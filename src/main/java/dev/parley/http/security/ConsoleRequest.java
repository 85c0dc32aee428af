package dev.parley.http.security;

import dev.parley.chat.account.Secret;
import dev.parley.http.problem.Problem;
import dev.parley.tcp.Origin;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * Recognizes requests of the console's pages, and carries their session in a cookie. Such a request
 * has a header that no page of another site, or of another port, can add: browsers would ask for
 * permission first (CORS), and are not given it. So the cookie alone is worth nothing.
 */
public final class ConsoleRequest {

  /** Name of the header that every request of the console has, with any value. */
  public static final String HEADER = "X-Parley-Console";

  private static final String COOKIE = "parley-console";
  private static final String PATH = "/api/v1";

  private ConsoleRequest() {}

  /** Returns whether a request is the console's, by its header. */
  static boolean isMarked(HttpServletRequest request) {
    return request.getHeader(HEADER) != null;
  }

  /**
   * Throws a problem if a request does not have the console's header; {@link ConsoleSessionFilter}
   * has refused those that have it and come from another site.
   */
  public static void require(HttpServletRequest request) {
    if (!isMarked(request)) {
      throw Problem.CROSS_SITE.because("This wants the header " + HEADER + ".");
    }
  }

  /** Returns the secret of the session, or null if there is none. */
  static @Nullable String secret(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  /** Gives the browser the secret of its session; it forgets it when it is closed. */
  public static void keep(HttpServletRequest request, HttpServletResponse response, Secret secret) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie(request, secret.text()).build().toString());
  }

  /** Has the browser forget its session. */
  public static void forget(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader(
        HttpHeaders.SET_COOKIE, cookie(request, "").maxAge(Duration.ZERO).build().toString());
  }

  /** Returns whether the browser speaks TLS, which a proxy may have taken off. */
  private static boolean isEncrypted(@Nullable Origin page) {
    return page != null && page.scheme().equals("https");
  }

  private static ResponseCookie.ResponseCookieBuilder cookie(
      HttpServletRequest request, String value) {
    return ResponseCookie.from(COOKIE, value)
        .path(request.getContextPath() + PATH)
        .httpOnly(true)
        .secure(request.isSecure() || isEncrypted(SameOriginFilter.origin(request)))
        .sameSite("Strict");
  }
}
