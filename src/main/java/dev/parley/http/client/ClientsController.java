package dev.parley.http.client;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
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

  @Operation(summary = "Who is connected, in the order of arrival")
  @GetMapping
  Page<ClientJson> list(
      @RequestParam @Nullable String room,
      @RequestParam @Nullable String nick,
      @RequestParam @Nullable String listener,
      @RequestParam @Nullable String address,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    return clients.page(new ClientFilter(room, nick, listener, address), cursor, limit);
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
  void notice(@PathVariable String id, @RequestBody @Valid TextBody body) {
    Outcomes.value(currentActor.operator("").notice(id, body.text()));
  }
}
