package dev.parley.http.security;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects changes requested by pages of other sites. A browser that has been given the password
 * adds it to whatever any page sends here; but browsers say where a request comes from, in {@code
 * Sec-Fetch-Site} and, over plain HTTP too, in {@code Origin}. Programs send neither and are not
 * concerned. Sessions of the console are stricter: see {@link ConsoleSessionFilter}.
 */
final class SameOriginFilter extends OncePerRequestFilter {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final ProblemWriter problems;
  private final Set<String> allowed;

  /**
   * @param allowed other origins whose pages may change things
   */
  SameOriginFilter(ProblemWriter problems, Collection<String> allowed) {
    this.allowed = Set.copyOf(allowed);
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (SAFE.contains(request.getMethod()) || isOwn(request) || isAllowed(request)) {
      chain.doFilter(request, response);
    } else {
      problems.write(
          request, response, Problem.CROSS_SITE, "Changes are not taken from other sites' pages.");
    }
  }

  private boolean isAllowed(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null && allowed.contains(origin);
  }

  /** Returns whether a request is made by a page of this server, or by a program. */
  static boolean isOwn(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return OWN.contains(site);
    }
    String origin = request.getHeader("Origin");
    return origin == null || origin.equalsIgnoreCase(authority(request, origin));
  }

  /** Returns the origin of this server, in the scheme of the origin that it is compared to. */
  private static @Nullable String authority(HttpServletRequest request, String origin) {
    String host = request.getHeader("Host");
    int scheme = origin.indexOf("://");
    return host == null || scheme < 0 ? null : origin.substring(0, scheme) + "://" + host;
  }
}
