package dev.parley.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds tokens to their scopes: each operation says by {@link Needs} which one it wants. */
final class ScopeInterceptor implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Caller caller = Caller.of(request);
    if (caller != null && handler instanceof HandlerMethod method) {
      Needs needs = needs(method);
      if (needs == null) {
        throw Problem.FORBIDDEN.because("No token will do for this.");
      }
      Caller.require(request, needs.value());
    }
    return true;
  }

  /** What an operation says itself, or else its controller; null where neither says anything. */
  static @Nullable Needs needs(HandlerMethod method) {
    Needs own = method.getMethodAnnotation(Needs.class);
    return own != null
        ? own
        : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Needs.class);
  }
}
