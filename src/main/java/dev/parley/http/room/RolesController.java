package dev.parley.http.room;

import dev.parley.chat.Chat;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Moderation;
import dev.parley.http.account.AccountsController;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Page;
import dev.parley.http.request.TextLimit;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves the roles of accounts in a room. */
@Tag(name = "Roles", description = "What accounts may do in a room")
@RestController
@RequestMapping("/api/v1/rooms/{name}/roles")
@RequiresScope(TokenScope.ROOMS_WRITE)
public final class RolesController {

  private final Moderation moderation;
  private final AccountAdmin accountAdmin;
  private final CurrentActor currentActor;
  private final TextLimit limit;

  RolesController(
      Chat chat, AccountAdmin accountAdmin, CurrentActor currentActor, TextLimit limit) {
    this.accountAdmin = accountAdmin;
    this.moderation = chat.moderation();
    this.currentActor = currentActor;
    this.limit = limit;
  }

  @Operation(summary = "Which accounts have a role in a room, by name")
  @ProblemResponses(Refusal.NO_SUCH_ROOM)
  @RequiresScope(TokenScope.ROOMS_READ)
  @GetMapping
  Page<RoleJson> list(
      @PathVariable String name,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    List<RoleGrant> grants = moderation.roles(name);
    if (grants == null) {
      throw Problem.of(Refusal.NO_SUCH_ROOM).because("There is no such room.");
    }
    return Page.of(
            "roles", grants.stream(), (RoleGrant grant) -> grant.account().folded(), cursor, limit)
        .map(RoleJson::of);
  }

  @Operation(summary = "Give an account a role in a room, in place of the one it has")
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.NO_SUCH_ACCOUNT,
    Refusal.MALFORMED_NAME,
    Refusal.LOBBY_STAYS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @PutMapping("/{account}")
  RoleJson give(
      @PathVariable String name,
      @PathVariable String account,
      @RequestBody @Valid RoleBody body,
      @RequestParam(defaultValue = "") String reason) {
    change(name, account, Role.given(body.role()), reason);
    return new RoleJson(AccountsController.find(accountAdmin, account).name().value(), body.role());
  }

  @Operation(summary = "Take an account's role in a room")
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.MALFORMED_NAME,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @DeleteMapping("/{account}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void take(
      @PathVariable String name,
      @PathVariable String account,
      @RequestParam(defaultValue = "") String reason) {
    change(name, account, null, reason);
  }

  private void change(String room, String account, @Nullable Role role, String reason) {
    Outcomes.value(
        moderation.give(currentActor.actor(), room, account, role, limit.check("reason", reason)));
  }
}
