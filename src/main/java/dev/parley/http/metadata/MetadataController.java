package dev.parley.http.metadata;

import dev.parley.chat.Chat;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.MetadataEditor;
import dev.parley.chat.operator.Operator;
import dev.parley.http.account.AccountsController;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.TextLimit;
import dev.parley.http.security.Caller;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the metadata of rooms and accounts. */
@Tag(name = "Metadata", description = "What rooms and the owners of accounts tell of themselves")
@RestController
@RequestMapping("/api/v1")
@RequiresScope(TokenScope.ROOMS_READ)
public final class MetadataController {

  private static final String PATCH = "Change some of it: what is left out stays, null removes";

  private final MetadataEditor metadata;
  private final Operator operator;
  private final AccountAdmin accountAdmin;
  private final CurrentActor currentActor;
  private final TextLimit limit;

  MetadataController(
      Chat chat,
      Operator operator,
      AccountAdmin accountAdmin,
      CurrentActor currentActor,
      TextLimit limit) {
    this.metadata = chat.metadata();
    this.operator = operator;
    this.accountAdmin = accountAdmin;
    this.currentActor = currentActor;
    this.limit = limit;
  }

  @Operation(summary = "What is told of a room")
  @ProblemResponses(Refusal.NO_SUCH_ROOM)
  @GetMapping("/rooms/{name}/metadata")
  MetadataJson ofRoom(@PathVariable String name) {
    return new MetadataJson(metadata.of(Outcomes.found(operator.room(name)).name()));
  }

  @Operation(summary = PATCH)
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.MALFORMED_KEY,
    Refusal.INVALID_VALUE,
    Refusal.TOO_MANY_KEYS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.ROOMS_WRITE)
  @PatchMapping("/rooms/{name}/metadata")
  MetadataJson changeRoom(
      @PathVariable String name,
      @RequestBody @Valid MetadataPatch patch,
      @RequestParam(defaultValue = "") String reason) {
    String why = limit.check("reason", reason);
    return new MetadataJson(
        Outcomes.value(metadata.patch(currentActor.actor(), name, patch.values(), why)));
  }

  @Operation(summary = "What the owner of an account tells")
  @ProblemResponses(Refusal.NO_SUCH_ACCOUNT)
  @RequiresScope(TokenScope.ACCOUNTS_WRITE)
  @GetMapping("/accounts/{name}/metadata")
  MetadataJson ofAccount(@PathVariable String name) {
    return new MetadataJson(metadata.of(AccountsController.find(accountAdmin, name)));
  }

  @Operation(summary = PATCH)
  @ProblemResponses({
    Refusal.NO_SUCH_ACCOUNT,
    Refusal.MALFORMED_KEY,
    Refusal.INVALID_VALUE,
    Refusal.TOO_MANY_KEYS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.ACCOUNTS_WRITE)
  @PatchMapping("/accounts/{name}/metadata")
  MetadataJson changeAccount(
      @PathVariable String name,
      @RequestBody @Valid MetadataPatch patch,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    AccountProfile account = AccountsController.find(accountAdmin, name);
    if (account.admin()) {
      Caller.requireAdmin(request);
    }
    String why = limit.check("reason", reason);
    return new MetadataJson(
        Outcomes.value(metadata.patch(currentActor.actor(), account, patch.values(), why)));
  }
}
