package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import dev.parley.chat.operator.Operator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests accounts, bans, emergencies, tokens and the audit together, over real sockets. */
class PublicServerTests {

  private static final String PASSWORD = "correct horse";
  private static final String ADMIN =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(("admin:" + TestServer.PASSWORD).getBytes(StandardCharsets.UTF_8));

  @RegisterExtension static final SharedServer SERVER = new SharedServer();

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final TestServer server;
  private final Instant begun = Instant.now();

  PublicServerTests(TestServer server) {
    this.server = server;
  }

  @AfterEach
  void stop() {
    http.close();
  }

  private HttpResponse<String> call(
      String credentials, String verb, String path, @Nullable String body) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", credentials)
            .header("Content-Type", "application/json")
            .method(verb, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String done(String verb, String path, @Nullable String body) {
    HttpResponse<String> answer = call(ADMIN, verb, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body();
  }

  private void account(String name, boolean admin) {
    server.bean(AccountAdmin.class).create(name, new Secret(PASSWORD), admin);
  }

  private String token(String scope) {
    JsonNode issued =
        json.readTree(
            done("POST", "/tokens", "{\"name\":\"script\",\"scopes\":[\"" + scope + "\"]}"));
    return "Bearer " + issued.get("token").asString();
  }

  private TestClient loggedIn(String name) {
    return server
        .connect()
        .send("/login " + name + " " + PASSWORD)
        .expectUntil("-- You are " + name + " in #lobby.*");
  }

  private List<Audit.Change> recorded(String action, int count) {
    Audit.Query query =
        new Audit.Query(null, action, null, begun, null, Long.MAX_VALUE, 100, Long.MAX_VALUE);
    Audit audit = server.bean(Audit.class);
    await().atMost(Duration.ofSeconds(30)).until(() -> audit.read(query).size() == count);
    return audit.read(query).stream().map(Audit.Recorded::change).toList();
  }

  @Test
  void roomStaysItsOwnersWhoComesAgainAndLogsIn() {
    done("POST", "/rooms", "{\"name\":\"ops\",\"persistent\":true}");
    TestClient alice = server.join("alice").send("/register " + PASSWORD);
    alice.expectUntil("-- alice is your account now.*").send("/join dev");
    alice.expectUntil("-- You are alice in #dev.*").send("/join ops").expectUntil("-- You are .*");
    done("PATCH", "/rooms/dev", "{\"persistent\":true}");
    alice.send("/quit").expectUntil("-- bye: .*").expectClosed();

    TestClient bob = server.join("bob").send("/join dev").expectUntil("-- You are bob in #dev.*");
    loggedIn("alice")
        .send("/join dev")
        .expectUntil("-- You are alice in #dev with bob.*")
        .send("/kick bob begone")
        .expectUntil("-- bob was taken out of #dev by alice .*: begone")
        .send("/join ops")
        .expectUntil("-- You are alice in #ops.*")
        .send("/kick bob")
        .expectUntil("!! Only moderators of #ops may do that\\.")
        .close();
    bob.expectUntil("-- You were taken out of #dev by alice: begone").close();
  }

  @Test
  void bannedAccountIsToldAndIsNotLoggedInToAgain() {
    account("bob", false);
    TestClient bob = loggedIn("bob").send("/nick bill").expectUntil("-- You are now bill\\.");

    done(
        "POST",
        "/bans",
        "{\"account\":\"bob\",\"until\":\"2999-11-23T10:00:00Z\",\"reason\":\"spam\"}");

    bob.expectUntil("-- bye: you are banned until 2999-11-23 10:00 UTC: spam").expectClosed();
    server
        .connect()
        .send("/login bob " + PASSWORD)
        .expectUntil("!! You are banned until 2999-11-23 10:00 UTC: spam\\.")
        .expectLine("-- What is your name? (Enter alone makes you a guest)")
        .close();
    done("PATCH", "/accounts/bob", "{\"name\":\"robert\"}");
    server
        .connect()
        .send("/login robert " + PASSWORD)
        .expectUntil("!! You are banned until .*")
        .close();
  }

  @Test
  void registeredOnlyLetsInWhoLogsInAndNobodyElse() {
    account("bob", false);
    TestClient guest = server.join("guest");
    done("PUT", "/defence", "{\"level\":\"registered-only\",\"reason\":\"raid\"}");

    guest.expectUntil("-- bye: only people with an account are let in now: raid").expectClosed();
    TestClient late = server.connect().send("late");
    late.expectUntil("!! Only people with an account are let in now: raid\\.")
        .expectLine("-- What is your name? (Enter alone makes you a guest)")
        .send("/login bob " + PASSWORD)
        .expectUntil("-- You are bob in #lobby.*");

    done("PUT", "/defence", "{\"level\":\"closed\"}");
    server
        .connect()
        .send("/login bob " + PASSWORD)
        .expectUntil("!! Nobody is let in now\\.")
        .close();
    late.send("/who").expectUntil("-- 1 in #lobby: bob").close();
  }

  @Test
  void adminTakesPeopleOffTheServerFromTheLobby() {
    account("root", true);
    TestClient troll = server.join("troll");
    TestClient owner = server.join("owner").send("/join den").expectUntil("-- You are owner in.*");

    loggedIn("root")
        .send("/kick troll that was it")
        .expectUntil("-- troll was kicked from #lobby .*")
        .send("/join den")
        .expectUntil("-- You are root in #den with owner.*")
        .send("/kick owner")
        .expectUntil("-- owner was taken out of #den by root .*")
        .close();
    troll.expectUntil("-- bye: you were kicked: that was it").expectClosed();
    owner.expectUntil("-- You were taken out of #den by root").close();
  }

  @Test
  void tokenWithoutTheScopeNeitherBansNorReadsTheAudit() {
    String token = token("rooms:read");

    for (String path : List.of("/bans", "/audit")) {
      HttpResponse<String> answer = call(token, "GET", path, null);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("\"insufficient_scope\"");
    }
    assertThat(call(token, "POST", "/bans", "{\"nick\":\"bob\"}").statusCode()).isEqualTo(403);
    assertThat(call(token, "PUT", "/defence", "{\"level\":\"closed\"}").statusCode())
        .isEqualTo(403);
    assertThat(call(token, "PUT", "/rooms/lobby/roles/bob", "{\"role\":\"voice\"}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void auditTellsApartWhoDidWhat() {
    account("alice", false);
    String token = token("bans:write");
    call(token, "POST", "/bans?", "{\"nick\":\"one\"}");
    done("POST", "/bans", "{\"nick\":\"two\",\"reason\":\"spam\"}");
    loggedIn("alice")
        .send("/join hers")
        .expectUntil("-- You are alice in #hers.*")
        .send("/ban three 1h noise")
        .expectUntil("-- three is banned from #hers until .*")
        .close();
    server
        .join("dave")
        .send("/join his")
        .expectUntil("-- You are dave in #his.*")
        .send("/ban four")
        .expectUntil("-- four is banned from #his.*")
        .close();

    String from = "127.0.0.1";
    assertThat(recorded("ban.add", 4))
        .extracting(change -> change.by() + " " + change.subject())
        .containsExactly(
            new Actor(Actor.Kind.GUEST, "dave", from) + " four",
            new Actor(Actor.Kind.ACCOUNT, "alice", from) + " three",
            Actor.admin(from) + " two",
            new Actor(Actor.Kind.TOKEN, "script", from) + " one");
    JsonNode read = json.readTree(done("GET", "/audit?action=ban.add&limit=2", null));
    assertThat(read.at("/items/0/actorKind").asString()).isEqualTo("guest");
    assertThat(read.at("/items/1/actorKind").asString()).isEqualTo("account");
  }

  @Test
  void changesOfAccountsAreOnRecordWithTheirReasonsAndNoSecrets() {
    server
        .join("bob")
        .send("/register " + PASSWORD)
        .expectUntil("-- bob is your account.*")
        .close();
    done("PATCH", "/accounts/bob?reason=forgot", "{\"password\":\"another good one\"}");
    done("PATCH", "/accounts/bob?reason=noise", "{\"disabled\":true}");
    done("DELETE", "/accounts/bob?reason=asked%20for", null);
    token("rooms:read");

    assertThat(recorded("account.register", 1).getFirst().by())
        .isEqualTo(new Actor(Actor.Kind.GUEST, "bob", "127.0.0.1"));
    assertThat(recorded("account.password", 1).getFirst().reason()).isEqualTo("forgot");
    Audit.Change disabled = recorded("account.change", 1).getFirst();
    assertThat(disabled.before()).contains("\"disabled\":false");
    assertThat(disabled.after()).contains("\"disabled\":true");
    assertThat(recorded("account.delete", 1).getFirst().reason()).isEqualTo("asked for");
    assertThat(recorded("token.create", 1).getFirst().after()).contains("rooms:read");
    String all = done("GET", "/audit?limit=500", null);
    assertThat(all).doesNotContain(PASSWORD).doesNotContain("another good one");
  }

  @Test
  void rolesGoAlongWithANameAndEndWithTheAccount() {
    account("bob", false);
    done("POST", "/rooms", "{\"name\":\"ops\",\"persistent\":true}");
    done("PUT", "/rooms/ops/roles/bob", "{\"role\":\"moderator\"}");
    server
        .bean(AccountAdmin.class)
        .change("bob", new AccountChange("robert", null, null, null, null));

    assertThat(done("GET", "/rooms/ops/roles", null)).contains("\"account\":\"robert\"");
    assertThat(call(ADMIN, "PUT", "/rooms/ops/roles/bob", "{\"role\":\"voice\"}").statusCode())
        .isEqualTo(404);
    loggedIn("robert")
        .send("/join ops")
        .expectUntil("-- You are robert in #ops.*")
        .send("/mute someone")
        .expectUntil("-- someone is muted in #ops.*")
        .close();
    done("DELETE", "/accounts/robert", null);
    assertThat(done("GET", "/rooms/ops/roles", null)).contains("\"items\":[]");
  }

  @Test
  void serverMaySpeakUnderANameThatNobodyCouldHave() {
    try (TestServer acme = TestServer.start("parley.server-name=Acme Chat");
        TestClient alice = acme.join("alice")) {
      acme.bean(Operator.class).post("lobby", "Acme Chat", "hello");
      alice.expectUntil("<Acme Chat> hello");
      assertThat(acme.bean(Operator.class).post("lobby", "Acme Fan", "hello"))
          .isInstanceOf(Outcome.Refused.class);
    }
  }
}
