package dev.parley.http.console;

import dev.parley.chat.audit.Audit;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.http.security.ConsoleLogin;
import dev.parley.http.security.ConsoleRequest;
import dev.parley.http.security.ConsoleSession;
import dev.parley.http.security.ConsoleSessions;
import dev.parley.http.security.CurrentActor;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the log-in of the console's form, which opens a session and gives the browser a cookie.
 */
@Hidden
@RestController
public final class LoginController {

  private final ConsoleLogin login;
  private final AuditRecorder recorder;

  LoginController(ConsoleLogin login, Audit audit, Clock clock) {
    this.login = login;
    this.recorder = new AuditRecorder(audit, clock);
  }

  @PostMapping("/console/login")
  MeJson login(
      @RequestBody LoginBody body, HttpServletRequest request, HttpServletResponse response) {
    ConsoleRequest.require(request);
    ConsoleSessions.Opened opened = body.open(login, request);
    ConsoleSession session = opened.session();
    ConsoleRequest.keep(request, response, opened.secret());
    var actor = CurrentActor.actor(session.caller(), request.getRemoteAddr());
    recorder.put(actor, "console.login", actor.name(), "", null, null);
    return MeJson.of(session.caller(), session);
  }
}
