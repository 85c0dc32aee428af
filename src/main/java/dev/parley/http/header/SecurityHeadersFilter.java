package dev.parley.http.header;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** Sets the {@link SecurityHeaders} of every answer, before any other filter can answer. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class SecurityHeadersFilter extends OncePerRequestFilter {

  private static final String SWAGGER_UI = "/swagger-ui";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    SecurityHeaders.set(response);
    if (request.getRequestURI().startsWith(request.getContextPath() + SWAGGER_UI)) {
      response.setHeader(SecurityHeaders.POLICY, SecurityHeaders.OF_SWAGGER_UI);
    }
    chain.doFilter(request, response);
  }
}
