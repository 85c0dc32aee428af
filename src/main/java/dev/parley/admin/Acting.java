package dev.parley.admin;

import dev.parley.chat.Actor;
import dev.parley.chat.Operator;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Knows who makes the request that is being answered. */
final class Acting {

  private static final String UNKNOWN = "";

  private final Operator operator;
  private final TextLimit limit;

  Acting(Operator operator, TextLimit limit) {
    this.operator = operator;
    this.limit = limit;
  }

  /** What an operator can do, as whoever makes this request, for a reason. */
  Operator operator(String reason) {
    return operator.as(actor(), limit.check("reason", reason));
  }

  /** Whoever makes this request. */
  Actor actor() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    HttpServletRequest request =
        RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes http
            ? http.getRequest()
            : null;
    return new Actor(
        who == null ? UNKNOWN : who.getName(), request == null ? UNKNOWN : request.getRemoteAddr());
  }
}
