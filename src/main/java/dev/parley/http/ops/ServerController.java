package dev.parley.http.ops;

import dev.parley.chat.Chat;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.history.RoomLog;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the version, the uptime and the store of the server. */
@Tag(name = "Server", description = "The server itself")
@RestController
@RequestMapping("/api/v1/server")
@RequiresScope(TokenScope.CLIENTS_READ)
public final class ServerController {

  private final Chat chat;
  private final RoomLog log;
  private final Clock clock;
  private final String version;
  private final Instant startedAt;

  ServerController(Chat chat, RoomLog log, Clock clock, ObjectProvider<BuildProperties> build) {
    this.chat = chat;
    this.log = log;
    this.clock = clock;
    BuildProperties known = build.getIfAvailable();
    String built = known == null ? null : known.getVersion();
    this.version = built == null ? "development" : built;
    this.startedAt = clock.instant();
  }

  @Operation(summary = "Which version runs, since when, and on what store")
  @GetMapping
  ServerJson get() {
    Instant now = clock.instant();
    return new ServerJson(
        chat.settings().serverName(),
        version,
        Runtime.version().toString(),
        startedAt,
        now,
        Math.max(0, Duration.between(startedAt, now).toSeconds()),
        new ServerJson.StoreJson(log.describe(), log.problem()),
        chat.settings().limits().lineBytes());
  }
}
