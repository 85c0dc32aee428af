package dev.parley.http.problem;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Rejects query parameters that are unknown or repeated, so that a misspelt filter, range or reason
 * is not ignored silently. Safe for use from any thread.
 */
public final class ParameterInterceptor implements HandlerInterceptor {

  private final ConcurrentMap<Method, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (request.getDispatcherType() == DispatcherType.REQUEST
        && handler instanceof HandlerMethod method
        && !isForm(request)) {
      check(request, known.computeIfAbsent(method.getMethod(), ParameterInterceptor::parameters));
    }
    return true;
  }

  /**
   * Returns whether the body is a form, whose fields would be parameters; no operation takes one.
   */
  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form");
  }

  private static void check(HttpServletRequest request, Set<String> known) {
    List<InvalidValue> errors = new ArrayList<>();
    request
        .getParameterMap()
        .forEach((name, values) -> {
          if (!known.contains(name)) {
            errors.add(new InvalidValue(name, "is no parameter of this operation"));
          } else if (values.length > 1) {
            errors.add(new InvalidValue(name, "must be given once"));
          }
        });
    if (!errors.isEmpty()) {
      throw InvalidValue.thrown(errors);
    }
  }

  private static Set<String> parameters(Method operation) {
    return Arrays.stream(operation.getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(RequestParam.class))
        .map(Parameter::getName)
        .collect(Collectors.toUnmodifiableSet());
  }
}
