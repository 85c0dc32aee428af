package dev.parley.http.account;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.Text;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Locations;
import dev.parley.http.request.Page;
import dev.parley.http.security.Caller;
import dev.parley.http.security.ConsoleSessions;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves accounts. */
@Tag(name = "Accounts", description = "What people log in to, and whom names belong to")
@RestController
@RequestMapping("/api/v1/accounts")
@RequiresScope(TokenScope.ACCOUNTS_WRITE)
public final class AccountsController {

  private final AccountAdmin accountAdmin;
  private final ConsoleSessions consoleSessions;
  private final CurrentActor currentActor;

  AccountsController(
      AccountAdmin accountAdmin, CurrentActor currentActor, ConsoleSessions consoleSessions) {
    this.accountAdmin = accountAdmin;
    this.consoleSessions = consoleSessions;
    this.currentActor = currentActor;
  }

  @Operation(summary = "The accounts, by name")
  @GetMapping
  Page<AccountJson> list(
      @RequestParam @Nullable String part,
      @RequestParam @Nullable Boolean admin,
      @RequestParam @Nullable Boolean disabled,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    String wanted = part == null ? "" : Text.folded(part);
    return Page.of(
            "accounts",
            accountAdmin.accounts().stream()
                .filter(account -> account.name().folded().contains(wanted))
                .filter(account -> admin == null || admin == account.admin())
                .filter(account -> disabled == null || disabled == account.disabled()),
            (AccountProfile account) -> account.name().folded(),
            cursor,
            limit)
        .map(AccountJson::of);
  }

  @Operation(summary = "Make an account; whoever goes by its name gets another")
  @ProblemResponses({
    Refusal.MALFORMED_NAME,
    Refusal.NAME_RESERVED,
    Refusal.ACCOUNT_EXISTS,
    Refusal.UNFIT_PASSWORD,
    Refusal.LINE_TOO_LONG,
    Refusal.NOT_AVAILABLE,
    Refusal.LOG_UNAVAILABLE
  })
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<AccountJson> create(
      @RequestBody @Valid AccountBody body,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    boolean admin = body.admin() != null && body.admin();
    if (admin) {
      Caller.requireAdmin(request);
    }
    AccountJson account =
        AccountJson.of(
            Outcomes.value(
                currentActor
                    .accountAdmin(reason)
                    .create(body.name(), new Secret(body.password()), admin)));
    return ResponseEntity.created(Locations.of("/api/v1/accounts/{name}", account.name()))
        .body(account);
  }

  @Operation(summary = "One account")
  @ProblemResponses(Refusal.NO_SUCH_ACCOUNT)
  @GetMapping("/{name}")
  AccountJson get(@PathVariable String name) {
    return AccountJson.of(find(accountAdmin, name));
  }

  /** Returns the account of a name; throws a problem if there is none. */
  public static AccountProfile find(AccountAdmin accountAdmin, String name) {
    AccountProfile found = accountAdmin.account(name);
    if (found == null) {
      throw Problem.of(Refusal.NO_SUCH_ACCOUNT).because("There is no such account.");
    }
    return found;
  }

  @Operation(
      summary = "Rename or disable an account, make it an admin or always on, set its password",
      description =
          "It takes effect at once: those who are logged in are renamed with it; those of an"
              + " account that is disabled are logged out, and told so. A new password ends the"
              + " sessions that are logged in with the old one, of the console as well, and the"
              + " streams.")
  @ProblemResponses({
    Refusal.NO_SUCH_ACCOUNT,
    Refusal.MALFORMED_NAME,
    Refusal.NAME_RESERVED,
    Refusal.ACCOUNT_EXISTS,
    Refusal.UNFIT_PASSWORD,
    Refusal.TOO_MANY_ALWAYS_ON,
    Refusal.NOT_AVAILABLE,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @PatchMapping("/{name}")
  AccountJson change(
      @PathVariable String name,
      @RequestBody AccountPatch patch,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    if (isAdmin(accountAdmin, name) || (patch.admin() != null && patch.admin())) {
      Caller.requireAdmin(request);
    }
    AccountProfile changed =
        Outcomes.value(currentActor.accountAdmin(reason).change(name, patch.change()));
    consoleSessions.endInvalid();
    return AccountJson.of(changed);
  }

  /** Returns whether there is an admin's account of this name. */
  public static boolean isAdmin(AccountAdmin accountAdmin, String name) {
    AccountProfile account = accountAdmin.account(name);
    return account != null && account.admin();
  }

  @Operation(
      summary =
          "Delete an account with its tokens and roles; those who are logged in are guests from then on",
      description = "What was said stays, and so do bans on the account. The name is free again.")
  @ProblemResponses({Refusal.NO_SUCH_ACCOUNT, Refusal.LINE_TOO_LONG, Refusal.LOG_UNAVAILABLE})
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @PathVariable String name,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    if (isAdmin(accountAdmin, name)) {
      Caller.requireAdmin(request);
    }
    Outcomes.value(currentActor.accountAdmin(reason).delete(name));
    consoleSessions.endInvalid();
  }

  /** Returns whether two names are equal, ignoring case. */
  public static boolean same(Nick name, String other) {
    return name.equals(Nick.parse(other));
  }
}
