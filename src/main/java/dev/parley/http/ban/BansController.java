package dev.parley.http.ban;

import dev.parley.chat.Chat;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.Moderation;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Locations;
import dev.parley.http.request.Page;
import dev.parley.http.request.TextLimit;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves bans and mutes. */
@Tag(name = "Bans", description = "Who is kept out, and who may not speak")
@RestController
@RequestMapping("/api/v1/bans")
@RequiresScope(TokenScope.BANS_WRITE)
public final class BansController {

  private final Moderation moderation;
  private final CurrentActor currentActor;
  private final TextLimit limit;
  private final Clock clock;

  BansController(Chat chat, CurrentActor currentActor, TextLimit limit, Clock clock) {
    this.moderation = chat.moderation();
    this.currentActor = currentActor;
    this.limit = limit;
    this.clock = clock;
  }

  @Operation(summary = "The bans and mutes in force, of the server and of rooms, oldest first")
  @GetMapping
  Page<BanJson> list(
      @RequestParam @Nullable String room,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    return Page.of(
            "bans",
            moderation.bans().stream().filter(ban -> isOf(room, ban)),
            BansController::byAge,
            cursor,
            limit)
        .map(BanJson::of);
  }

  /** Returns whether a ban is of a room; of any if that is null or empty. */
  private static boolean isOf(@Nullable String room, Ban ban) {
    return room == null
        || room.isEmpty()
        || (ban.room() != null && ban.room().equals(RoomName.parse(room)));
  }

  private static String byAge(Ban ban) {
    return String.format("%016x", ban.since().toEpochMilli()) + ' ' + ban.id();
  }

  @Operation(
      summary = "Ban, or mute in a room",
      description =
          "Takes effect on those who are here at once. One on the same target takes the place of"
              + " the other.")
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.INVALID_VALUE,
    Refusal.LOBBY_STAYS,
    Refusal.TOO_MANY_BANS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<BanJson> impose(@RequestBody @Valid BanBody body) {
    Ban ban =
        Outcomes.value(
            moderation.impose(
                currentActor.actor(),
                body.kindOrBan(),
                body.room(),
                body.target(),
                body.end(clock),
                limit.check("reason", body.reasonOrNone())));
    return ResponseEntity.created(Locations.of("/api/v1/bans/{id}", ban.id()))
        .body(BanJson.of(ban));
  }

  @Operation(summary = "One ban or mute")
  @ProblemResponses(Refusal.NO_SUCH_BAN)
  @GetMapping("/{id}")
  BanJson get(@PathVariable String id) {
    Ban ban = moderation.ban(id);
    if (ban == null) {
      throw Problem.of(Refusal.NO_SUCH_BAN).because("There is no such ban.");
    }
    return BanJson.of(ban);
  }

  @Operation(summary = "Lift a ban or a mute")
  @ProblemResponses({Refusal.NO_SUCH_BAN, Refusal.LINE_TOO_LONG, Refusal.LOG_UNAVAILABLE})
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@PathVariable String id, @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(moderation.lift(currentActor.actor(), id, limit.check("reason", reason)));
  }
}
