package dev.parley.http.export;

import dev.parley.chat.Chat;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.http.account.AccountJson;
import dev.parley.http.account.AccountsController;
import dev.parley.http.account.CertificateJson;
import dev.parley.http.ban.BanJson;
import dev.parley.http.client.ClientJson;
import dev.parley.http.node.NodeNames;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.security.RequiresScope;
import dev.parley.http.stream.LogPages;
import dev.parley.http.stream.MessageJson;
import dev.parley.http.token.TokenJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Exports the data of an account as a file. */
@Tag(name = "Accounts")
@RestController
@RequestMapping("/api/v1/accounts/{name}/export")
@RequiresScope(TokenScope.ACCOUNTS_WRITE)
public final class AccountExportController {

  private static final String EXAMPLE =
      """
      {"type":"account","name":"alice","admin":false,"disabled":false,\
      "createdAt":"2026-11-22T10:15:30.123Z","lastLoginAt":null}
      {"type":"message","room":"ops","offset":812,\
      "epoch":"0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5","at":"2026-11-22T10:16:30.123Z",\
      "from":"alice","text":"hello"}
      """;

  private final AccountAdmin accountAdmin;
  private final Operator operator;
  private final Chat chat;
  private final JsonMapper json;
  private final Clock clock;

  AccountExportController(
      AccountAdmin accountAdmin, Operator operator, Chat chat, JsonMapper json, Clock clock) {
    this.accountAdmin = accountAdmin;
    this.operator = operator;
    this.chat = chat;
    this.json = json;
    this.clock = clock;
  }

  @Operation(
      summary = "Everything that is kept about the owner of an account",
      description =
          "JSON lines: the `account`, each value of its `metadata`, each `token`, each `certificate`, each connected `client`, each `ban` on it and"
              + " `role` that it has, up to which line each room was `seen`, and then what was said in the rooms under the account's name"
              + " since it was made.")
  @ApiResponse(
      responseCode = "200",
      description = "What is kept",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_NDJSON_VALUE,
              schema = @Schema(type = "string"),
              examples = @ExampleObject(EXAMPLE)))
  @ProblemResponses({Refusal.NO_SUCH_ACCOUNT, Refusal.LOG_UNAVAILABLE})
  @GetMapping
  void read(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AccountProfile profile = AccountsController.find(accountAdmin, name);
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(profile.name().value() + ".ndjson", StandardCharsets.UTF_8)
            .build()
            .toString());
    try {
      write(response.getOutputStream(), profile);
    } catch (RuntimeException failed) {
      if (!response.isCommitted()) {
        throw failed;
      }
      ExportAbort.abort(request, profile.name(), failed);
    }
  }

  private void write(OutputStream out, AccountProfile profile) throws IOException {
    write(out, "account", AccountJson.of(profile));
    for (Map.Entry<String, String> told : chat.metadata().of(profile).entrySet()) {
      write(out, "metadata", new Value(told.getKey(), told.getValue()));
    }
    for (ApiToken token : accountAdmin.tokens()) {
      if (profile.id().equals(token.account())) {
        write(out, "token", TokenJson.of(token, profile.name().value()));
      }
    }
    for (Fingerprint certificate :
        Outcomes.value(accountAdmin.certificates(profile.name().value()))) {
      write(out, "certificate", new CertificateJson(certificate.value()));
    }
    NodeNames nodes = new NodeNames(chat.nodes());
    for (var session : chat.everywhere().toList()) {
      Account account = session.account();
      if (account != null && account.name().equals(profile.name())) {
        write(out, "client", ClientJson.of(session, nodes, clock.instant()));
      }
    }
    for (Ban ban : chat.moderation().bans()) {
      if (ban.target().equals(new Ban.OfAccount(profile.name()))) {
        write(out, "ban", BanJson.of(ban));
      }
    }
    for (RoomInfo room : operator.rooms()) {
      role(out, room, profile);
    }
    Map<String, Long> seen = accountAdmin.seen(profile);
    for (RoomInfo room : operator.rooms()) {
      Long offset = seen.get(room.position().epoch());
      if (offset != null) {
        write(out, "seen", new SeenLine(room.name().value(), room.position().epoch(), offset));
      }
    }
    for (RoomInfo room : operator.rooms()) {
      lines(out, room, profile);
    }
  }

  private void role(OutputStream out, RoomInfo room, AccountProfile profile) throws IOException {
    List<RoleGrant> grants = chat.moderation().roles(room.name().value());
    for (RoleGrant grant : grants == null ? List.<RoleGrant>of() : grants) {
      if (grant.account().equals(profile.name())) {
        write(out, "role", new RoomRole(room.name().value(), grant.role().code()));
      }
    }
  }

  private record RoomRole(String room, String role) {}

  private record Value(String key, String value) {}

  private record SeenLine(String room, String epoch, long offset) {}

  private void lines(OutputStream out, RoomInfo room, AccountProfile profile) throws IOException {
    long after = room.position().first() - 1;
    boolean more = true;
    while (more) {
      RoomLog.Query query =
          new RoomLog.Query(after, Long.MAX_VALUE, List.of(), false, LogPages.SIZE, LogPages.BYTES);
      Outcome<Reply.History> outcome = operator.messages(room.name().value(), query);
      if (!(outcome instanceof Outcome.Ok<Reply.History>(Reply.History page))
          || page.entries().isEmpty()) {
        return; // The room is deleted, or all is written.
      }
      for (var entry : page.entries()) {
        boolean own = AccountsController.same(profile.name(), entry.from());
        if (own && !entry.at().isBefore(profile.createdAt())) {
          line(out, json.valueToTree(MessageJson.of(page.room(), page.epoch(), entry)));
        }
      }
      after = page.entries().getLast().offset();
      more = page.more();
    }
  }

  private void write(OutputStream out, String type, Object what) throws IOException {
    ObjectNode object = json.createObjectNode().put("type", type);
    object.setAll(json.<ObjectNode>valueToTree(what));
    line(out, object);
  }

  private void line(OutputStream out, ObjectNode object) throws IOException {
    out.write(json.writeValueAsBytes(object));
    out.write('\n');
  }
}
