package dev.parley.admin;

import dev.parley.chat.Refusal;
import dev.parley.chat.account.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is said to everyone. */
@Tag(name = "Announcements", description = "What is said to everyone")
@RestController
@RequestMapping("/api/v1/announcements")
@Needs(Scope.MESSAGES_WRITE)
final class AnnouncementsController {

  private final Acting acting;

  AnnouncementsController(Acting acting) {
    this.acting = acting;
  }

  @Operation(summary = "Say something to everyone, as the server")
  @Refuses({Refusal.EMPTY_TEXT, Refusal.LINE_TOO_LONG})
  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void announce(@RequestBody @Valid TextBody body) {
    Replies.done(acting.operator("").announce(body.text()));
  }
}
