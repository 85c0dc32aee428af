package dev.parley.http.ban;

import dev.parley.chat.Chat;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.operator.Moderation;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.TextLimit;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the emergency level. */
@Tag(name = "Defence", description = "Who is let in, in an emergency")
@RestController
@RequestMapping("/api/v1/defence")
@RequiresScope(TokenScope.CLIENTS_WRITE)
public final class LockdownController {

  private final Moderation moderation;
  private final CurrentActor currentActor;
  private final TextLimit limit;

  LockdownController(Chat chat, CurrentActor currentActor, TextLimit limit) {
    this.moderation = chat.moderation();
    this.currentActor = currentActor;
    this.limit = limit;
  }

  @Operation(summary = "Who is let in now")
  @RequiresScope(TokenScope.CLIENTS_READ)
  @GetMapping
  LockdownJson get() {
    return LockdownJson.of(moderation.lockdown());
  }

  @Operation(
      summary = "Change who is let in",
      description =
          "Acts at once and survives a restart. `no-new-guests` lets in only people with an account;"
              + " `registered-only` has the guests who are here go as well; `closed` does too, and lets in"
              + " nobody but admins.")
  @ProblemResponses({Refusal.LINE_TOO_LONG, Refusal.LOG_UNAVAILABLE})
  @PutMapping
  LockdownJson change(@RequestBody @Valid LockdownJson body) {
    Lockdown.Level level = Objects.requireNonNull(Lockdown.Level.of(body.level()));
    Outcomes.value(
        moderation.changeLockdown(
            currentActor.actor(), level, limit.check("reason", body.reasonOrNone())));
    return get();
  }
}
