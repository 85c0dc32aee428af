package dev.parley.http.client;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Page;
import dev.parley.http.request.TextBody;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.function.Function;
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

/** Serves connections with their sessions. */
@Tag(name = "Clients", description = "Connections, and who is at their other ends")
@RestController
@RequestMapping("/api/v1/clients")
@RequiresScope(TokenScope.CLIENTS_READ)
public final class ClientsController {

  private final Clients clients;
  private final CurrentActor currentActor;

  ClientsController(Clients clients, CurrentActor currentActor) {
    this.clients = clients;
    this.currentActor = currentActor;
  }

  @Operation(
      summary = "Who is connected, in the order of arrival, or by another measure",
      description =
          "`sort` is `arrival`, `idle` (the longest first), `queue` or `lines` (the most first);"
              + " by these, clients can move from page to page between two requests.")
  @GetMapping
  Page<ClientJson> list(
      @RequestParam @Nullable String room,
      @RequestParam @Nullable String nick,
      @RequestParam @Nullable String listener,
      @RequestParam @Nullable String address,
      @RequestParam @Nullable String part,
      @RequestParam(defaultValue = "arrival")
          @Pattern(regexp = ClientOrder.NAMES, message = "must be one of " + ClientOrder.NAMES)
          String sort,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    return clients.page(
        new ClientFilter(room, nick, listener, address, part), ClientOrder.of(sort), cursor, limit);
  }

  @Operation(summary = "One client")
  @ProblemResponses(Refusal.NO_SUCH_CLIENT)
  @GetMapping("/{id}")
  ClientJson get(@PathVariable String id) {
    return clients.find(id);
  }

  @Operation(summary = "Kick a client: its connection ends, and it is told the reason")
  @ProblemResponses({Refusal.NO_SUCH_CLIENT, Refusal.LINE_TOO_LONG})
  @RequiresScope(TokenScope.CLIENTS_WRITE)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void kick(@PathVariable String id, @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.operator(reason).kick(id, reason));
  }

  @Operation(summary = "Say something to one client, as the server")
  @ProblemResponses({
    Refusal.NO_SUCH_CLIENT,
    Refusal.EMPTY_TEXT,
    Refusal.LINE_TOO_LONG,
    Refusal.NOT_AVAILABLE
  })
  @RequiresScope(TokenScope.CLIENTS_WRITE)
  @PostMapping("/{id}/messages")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void notice(
      @PathVariable String id,
      @RequestBody @Valid TextBody body,
      @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.operator(reason).notice(id, body.text()));
  }

  @Operation(
      summary = "Say something to several clients, as the server",
      description = "The result tells of each, in the order of the request.")
  @ProblemResponses({Refusal.EMPTY_TEXT, Refusal.LINE_TOO_LONG})
  @RequiresScope(TokenScope.CLIENTS_WRITE)
  @PostMapping("/notices")
  Page<ClientResultJson> noticeAll(
      @RequestBody @Valid ClientIdsBody body, @RequestParam(defaultValue = "") String reason) {
    String text = body.text();
    if (text == null) {
      throw InvalidValue.of("text", "must be given");
    }
    Operator operator = currentActor.operator(reason);
    return each(body, id -> operator.notice(id, text));
  }

  @Operation(
      summary = "Kick several clients",
      description = "The result tells of each, in the order of the request.")
  @ProblemResponses(Refusal.LINE_TOO_LONG)
  @RequiresScope(TokenScope.CLIENTS_WRITE)
  @PostMapping("/kicks")
  Page<ClientResultJson> kickAll(
      @RequestBody @Valid ClientIdsBody body, @RequestParam(defaultValue = "") String reason) {
    if (body.text() != null) {
      throw InvalidValue.of("text", "must not be given: those who are kicked are told the reason");
    }
    Operator operator = currentActor.operator(reason);
    return each(body, id -> operator.kick(id, reason));
  }

  private static Page<ClientResultJson> each(
      ClientIdsBody body, Function<String, Outcome<Success>> action) {
    return new Page<>(
        body.ids().stream().map(id -> ClientResultJson.of(id, action.apply(id))).toList(), null);
  }
}
