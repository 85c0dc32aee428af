package dev.parley.http.security;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates requests of the console by their session. A cookie without the console's header
 * counts for nothing, and one that comes with other credentials neither.
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
    String secret = ConsoleRequest.secret(request);
    if (secret != null
        && ConsoleRequest.isMarked(request)
        && request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
      if (!SameOriginFilter.isOwn(request)) {
        problems.write(
            request,
            response,
            Problem.CROSS_SITE,
            "A session of the console is for the console's own pages.");
        return;
      }
      authenticate(request, secret);
    }
    chain.doFilter(request, response);
  }

  private void authenticate(HttpServletRequest request, String secret) {
    ConsoleSession session = sessions.use(secret);
    if (session != null) {
      session.mark(request);
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(session.caller());
      SecurityContextHolder.setContext(context);
    }
  }
}
