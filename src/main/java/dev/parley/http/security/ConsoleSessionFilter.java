package dev.parley.http.security;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates requests of the console by their session. A cookie without the console's header
 * counts for nothing. With the header nothing but the session counts: a browser that was once given
 * a password for the API adds it to the console's requests as well, after a log-out too.
 */
final class ConsoleSessionFilter extends OncePerRequestFilter {

  private final ConsoleSessions sessions;
  private final ProblemWriter problems;

  ConsoleSessionFilter(ConsoleSessions sessions, ProblemWriter problems) {
    this.sessions = sessions;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!ConsoleRequest.isMarked(request)) {
      chain.doFilter(request, response);
    } else if (SameOriginFilter.isOwn(request)) {
      authenticate(request);
      chain.doFilter(new WithoutCredentials(request), response);
    } else {
      problems.write(
          request,
          response,
          Problem.CROSS_SITE,
          "Only the console's own pages can use its sessions, and log in to it.");
    }
  }

  private void authenticate(HttpServletRequest request) {
    String secret = ConsoleRequest.secret(request);
    ConsoleSession session = secret == null ? null : sessions.use(secret);
    if (session != null) {
      session.mark(request);
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(session.caller());
      SecurityContextHolder.setContext(context);
    }
  }

  /** Hides the credentials of a request. */
  private static final class WithoutCredentials extends HttpServletRequestWrapper {

    WithoutCredentials(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return HttpHeaders.AUTHORIZATION.equalsIgnoreCase(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return HttpHeaders.AUTHORIZATION.equalsIgnoreCase(name)
          ? Collections.emptyEnumeration()
          : super.getHeaders(name);
    }
  }
}
