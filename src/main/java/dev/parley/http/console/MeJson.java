package dev.parley.http.console;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.security.AccountCaller;
import dev.parley.http.security.Caller;
import dev.parley.http.security.ConsoleSession;
import dev.parley.http.security.CurrentActor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Represents a caller to itself. */
@Schema(name = "Me")
record MeJson(
    @Schema(example = "alice") String name,
    @Schema(
            description = "the user `admin`, an account, or a token",
            example = "account",
            allowableValues = {"admin", "account", "token"})
        String kind,
    @Schema(description = "whether everything is allowed", example = "true") boolean admin,
    @Schema(
            description = "the account of the caller or of its token, null for none",
            example = "alice",
            types = {"string", "null"})
        @Nullable String account,
    @Schema(
            description = "what is allowed, as the scopes of tokens; all for an admin",
            example = "[\"clients:read\", \"rooms:read\"]")
        List<String> scopes,
    @Schema(
            description = "the session of the console in which this was asked, null outside of one",
            types = {"object", "null"},
            implementation = ConsoleSessionJson.class)
        @Nullable ConsoleSessionJson session) {

  static MeJson of(@Nullable Principal caller, @Nullable ConsoleSession session) {
    var actor = CurrentActor.actor(caller, "");
    boolean admin = !(caller instanceof Caller);
    return new MeJson(
        actor.name(),
        actor.kind().code(),
        admin,
        account(caller),
        codes(caller instanceof Caller token ? token.scopes() : Arrays.asList(TokenScope.values())),
        session == null ? null : ConsoleSessionJson.of(session, session));
  }

  private static @Nullable String account(@Nullable Principal caller) {
    return switch (caller) {
      case AccountCaller account -> account.account().name().value();
      case Caller token when token.hasAccount() -> token.login().value();
      case null, default -> null;
    };
  }

  private static List<String> codes(Collection<TokenScope> scopes) {
    return scopes.stream().sorted().map(TokenScope::code).toList();
  }
}
