package dev.parley.http.message;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.TextBody;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves announcements to everyone. */
@Tag(name = "Announcements", description = "What is said to everyone")
@RestController
@RequestMapping("/api/v1/announcements")
@RequiresScope(TokenScope.MESSAGES_WRITE)
public final class AnnouncementsController {

  private final CurrentActor currentActor;

  AnnouncementsController(CurrentActor currentActor) {
    this.currentActor = currentActor;
  }

  @Operation(summary = "Say something to everyone, as the server")
  @ProblemResponses({Refusal.EMPTY_TEXT, Refusal.LINE_TOO_LONG})
  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void announce(@RequestBody @Valid TextBody body, @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.operator(reason).announce(body.text()));
  }
}
