package dev.parley.http.security;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemWriter;
import dev.parley.tcp.Origin;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
  private final Set<Origin> allowed;

  /**
   * @param allowed other origins whose pages may change things
   */
  SameOriginFilter(ProblemWriter problems, Collection<Origin> allowed) {
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
    Origin origin = origin(request);
    return origin != null && allowed.contains(origin);
  }

  /** Returns whether a request is made by a page of this server, or by a program. */
  static boolean isOwn(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return OWN.contains(site);
    }
    if (request.getHeader(HttpHeaders.ORIGIN) == null) {
      return true;
    }
    Origin origin = origin(request);
    String host = request.getHeader(HttpHeaders.HOST);
    return origin != null && host != null && origin.isOf(host);
  }

  /** Returns the origin of the page that makes a request, or null if none is given. */
  static @Nullable Origin origin(HttpServletRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null ? null : Origin.parse(origin);
  }
}
