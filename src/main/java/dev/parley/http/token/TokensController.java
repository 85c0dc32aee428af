package dev.parley.http.token;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.account.AccountsController;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Page;
import dev.parley.http.security.Caller;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves tokens, with which programs log in. */
@Tag(name = "Tokens", description = "What programs log in with, here and by line")
@RestController
@RequestMapping("/api/v1/tokens")
@RequiresScope(TokenScope.TOKENS_WRITE)
public final class TokensController {

  private final AccountAdmin accountAdmin;
  private final CurrentActor currentActor;
  private final Clock clock;

  TokensController(AccountAdmin accountAdmin, CurrentActor currentActor, Clock clock) {
    this.currentActor = currentActor;
    this.accountAdmin = accountAdmin;
    this.clock = clock;
  }

  @Operation(summary = "The tokens, by name; never the tokens themselves")
  @GetMapping
  Page<TokenJson> list(
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    return Page.of(
            "tokens",
            accountAdmin.tokens().stream(),
            (ApiToken token) -> token.name().folded(),
            cursor,
            limit)
        .map(this::json);
  }

  private TokenJson json(ApiToken token) {
    AccountProfile owner =
        token.account() == null ? null : accountAdmin.accountById(token.account());
    return TokenJson.of(token, owner == null ? null : owner.name().value());
  }

  @Operation(
      summary = "Make a token; it is shown this once",
      description =
          "Give it as `Authorization: Bearer`, or by line with `/login TOKEN`. A token makes only"
              + " tokens of scopes that it has itself, that end no later than it does, of an account"
              + " only with `accounts:write`, and of an admin's never.")
  @ProblemResponses({
    Refusal.MALFORMED_NAME,
    Refusal.NAME_RESERVED,
    Refusal.NO_SUCH_ACCOUNT,
    Refusal.ACCOUNT_EXISTS,
    Refusal.TOKEN_EXISTS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  IssuedJson issue(
      @RequestBody @Valid TokenBody body,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    Set<TokenScope> scopes = body.scopeSet();
    scopes.forEach(scope -> Caller.require(request, scope));
    String account = body.account();
    if (account != null) {
      Caller.require(request, TokenScope.ACCOUNTS_WRITE);
      if (AccountsController.isAdmin(accountAdmin, account)) {
        Caller.requireAdmin(request);
      }
    }
    Instant end = body.end(clock.instant());
    Caller.requireWithin(request, end);
    Tokens.Issued issued =
        Outcomes.value(currentActor.accountAdmin(reason).issue(body.name(), scopes, account, end));
    return new IssuedJson(json(issued.token()), issued.secret().text());
  }

  @Operation(summary = "Revoke a token; those who are logged in with it are guests from then on")
  @ProblemResponses({Refusal.NO_SUCH_TOKEN, Refusal.LINE_TOO_LONG, Refusal.LOG_UNAVAILABLE})
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String id, @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.accountAdmin(reason).revoke(id));
  }
}
