package dev.parley.admin;

import dev.parley.chat.Chat;
import dev.parley.chat.Moderation;
import dev.parley.chat.Refusal;
import dev.parley.chat.account.Scope;
import dev.parley.chat.rule.Defence;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is let in, in an emergency. */
@Tag(name = "Defence", description = "Who is let in, in an emergency")
@RestController
@RequestMapping("/api/v1/defence")
@Needs(Scope.CLIENTS_WRITE)
final class DefenceController {

  private final Moderation moderation;
  private final Acting acting;
  private final TextLimit limit;

  DefenceController(Chat chat, Acting acting, TextLimit limit) {
    this.moderation = chat.moderation();
    this.acting = acting;
    this.limit = limit;
  }

  @Operation(summary = "Who is let in now")
  @Needs(Scope.CLIENTS_READ)
  @GetMapping
  DefenceJson get() {
    return DefenceJson.of(moderation.defence());
  }

  @Operation(
      summary = "Change who is let in",
      description =
          "Acts at once and survives a restart. `no-new-guests` lets in only people with an account;"
              + " `registered-only` has the guests who are here go as well; `closed` does too, and lets in"
              + " nobody but admins.")
  @Refuses({Refusal.LINE_TOO_LONG, Refusal.LOG_UNAVAILABLE})
  @PutMapping
  DefenceJson change(@RequestBody @Valid DefenceJson body) {
    Defence.Level level = Objects.requireNonNull(Defence.Level.of(body.level()));
    Replies.done(
        moderation.defend(acting.actor(), level, limit.check("reason", body.reasonOrNone())));
    return get();
  }
}
