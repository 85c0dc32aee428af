package dev.parley.http.console;

import dev.parley.chat.api.Refusal;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.audit.AuditJson;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Page;
import dev.parley.http.request.TextLimit;
import dev.parley.http.security.AnyToken;
import dev.parley.http.security.Caller;
import dev.parley.http.security.ConsoleRequest;
import dev.parley.http.security.ConsoleSession;
import dev.parley.http.security.ConsoleSessions;
import dev.parley.http.security.CurrentActor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves the sessions of browsers in the console: to admins all, to a token its own. */
@Tag(name = "Console sessions", description = "Browsers that are logged in to the console")
@RestController
@RequestMapping("/api/v1/console-sessions")
@AnyToken
public final class ConsoleSessionsController {

  /** Stands for the session of the request in the place of its id. */
  private static final String CURRENT = "current";

  private final ConsoleSessions sessions;
  private final TextLimit limit;
  private final AuditRecorder recorder;

  ConsoleSessionsController(ConsoleSessions sessions, TextLimit limit, Audit audit, Clock clock) {
    this.sessions = sessions;
    this.limit = limit;
    this.recorder = new AuditRecorder(audit, clock);
  }

  @Operation(
      summary = "The sessions, newest first",
      description = "An admin sees all, a token only its own.")
  @GetMapping
  Page<ConsoleSessionJson> list(
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      HttpServletRequest request) {
    ConsoleSession current = ConsoleSession.of(request);
    return Page.of(
            "console-sessions",
            visible(request),
            ConsoleSessionsController::newestFirst,
            cursor,
            limit)
        .map(session -> ConsoleSessionJson.of(session, current));
  }

  private Stream<ConsoleSession> visible(HttpServletRequest request) {
    Authentication caller = caller(request);
    return sessions.all().stream()
        .filter(session -> !(caller instanceof Caller) || ConsoleSessions.isOf(session, caller));
  }

  private static String newestFirst(ConsoleSession session) {
    long age = Long.MAX_VALUE - session.createdAt().toEpochMilli();
    return HexFormat.of().toHexDigits(age) + ' ' + session.id();
  }

  @Operation(
      summary = "End a session, at once with its streams",
      description = "`current` is the session of the request itself: the log-out.")
  @ProblemResponses(value = Refusal.LINE_TOO_LONG, also = "no_such_session")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request,
      HttpServletResponse response) {
    String why = limit.check("reason", reason);
    ConsoleSession current = ConsoleSession.of(request);
    ConsoleSession found =
        id.equals(CURRENT)
            ? current
            : visible(request).filter(one -> one.id().equals(id)).findFirst().orElse(null);
    if (found == null || !sessions.end(found)) {
      throw Problem.NO_SUCH_SESSION.because("There is no such session.");
    }
    record(request, found, why);
    if (found == current) {
      ConsoleRequest.forget(request, response);
    }
  }

  @Operation(summary = "End all of one's own sessions: log out everywhere")
  @ProblemResponses(Refusal.LINE_TOO_LONG)
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endOwn(
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request,
      HttpServletResponse response) {
    String why = limit.check("reason", reason);
    Authentication caller = caller(request);
    for (ConsoleSession session : sessions.all()) {
      if (ConsoleSessions.isOf(session, caller) && sessions.end(session)) {
        record(request, session, why);
      }
    }
    if (ConsoleSession.of(request) != null) {
      ConsoleRequest.forget(request, response);
    }
  }

  private void record(HttpServletRequest request, ConsoleSession ended, String reason) {
    String before = new AuditJson().with("id", ended.id()).with("address", ended.address()).end();
    recorder.put(
        CurrentActor.actor(caller(request), request.getRemoteAddr()),
        "console.logout",
        CurrentActor.actor(ended.caller(), ended.address()).name(),
        reason,
        before,
        null);
  }

  private static Authentication caller(HttpServletRequest request) {
    return (Authentication) Objects.requireNonNull(request.getUserPrincipal());
  }
}
