package dev.parley.http.client;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.request.Page;
import dev.parley.http.security.RequiresScope;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the listeners. */
@Tag(name = "Listeners", description = "Where the server listens")
@RestController
@RequestMapping("/api/v1/listeners")
@RequiresScope(TokenScope.CLIENTS_READ)
public final class ListenersController {

  private final Listeners listeners;

  ListenersController(Listeners listeners) {
    this.listeners = listeners;
  }

  @Operation(summary = "The enabled listeners, by name")
  @GetMapping
  Page<ListenerJson> list(
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    return Page.of("listeners", listeners.list().stream(), ListenerInfo::name, cursor, limit)
        .map(ListenerJson::of);
  }
}
