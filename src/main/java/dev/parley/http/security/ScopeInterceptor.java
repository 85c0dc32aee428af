package dev.parley.http.security;

import dev.parley.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Checks the scopes of tokens: each operation declares the required one by {@link RequiresScope}.
 */
public final class ScopeInterceptor implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Caller caller = Caller.of(request);
    if (caller != null && handler instanceof HandlerMethod method) {
      RequiresScope needs = needs(method);
      if (needs != null) {
        Caller.require(request, needs.value());
      } else if (!takesAnyToken(method)) {
        throw Problem.FORBIDDEN.because("No token will do for this.");
      }
    }
    return true;
  }

  /** Returns whether any token will do for an operation. */
  public static boolean takesAnyToken(HandlerMethod method) {
    return AnnotatedElementUtils.hasAnnotation(method.getBeanType(), AnyToken.class);
  }

  /** Returns the declaration of an operation, or else of its controller; null if there is none. */
  public static @Nullable RequiresScope needs(HandlerMethod method) {
    RequiresScope own = method.getMethodAnnotation(RequiresScope.class);
    return own != null
        ? own
        : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), RequiresScope.class);
  }
}
