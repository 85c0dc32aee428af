package dev.parley.http.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Event;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.operator.Operator;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import dev.parley.http.Outage;
import dev.parley.http.stream.LogPages;
import dev.parley.store.registry.RegistryTester;
import java.io.EOFException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class AccountsTests {

  private static final String BOB = "{\"name\":\"Bob\",\"password\":\"correct horse\"}";

  @Autowired private ApiTester api;
  @Autowired private RegistryTester registry;
  @Autowired private Operator operator;
  @Autowired private Outage outage;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void accountHasAllItsPropertiesAndNoPassword() {
    Answer made = api.post("/api/v1/accounts", BOB).is(201);

    assertThat(made.header("Location")).isEqualTo("/api/v1/accounts/Bob");
    Map<String, Object> account = made.at("$");
    assertThat(account.keySet())
        .containsExactly("name", "admin", "disabled", "alwaysOn", "createdAt", "lastLoginAt");
    assertThat(account)
        .containsEntry("name", "Bob")
        .containsEntry("admin", false)
        .containsEntry("disabled", false)
        .containsEntry("alwaysOn", false)
        .containsEntry("lastLoginAt", null);
    api.get("/api/v1/accounts/bob").is(200).has("$", account);
    assertThat(api.get("/api/v1/accounts").body()).doesNotContain("horse", "bcrypt");
  }

  @Test
  void accountsAreFilteredAndPaged() {
    for (String name : List.of("carol", "alice", "Bob", "malice")) {
      api.post(
              "/api/v1/accounts",
              "{\"name\":\"%s\",\"password\":\"correct horse\",\"admin\":%s}"
                  .formatted(name, name.equals("Bob")))
          .is(201);
    }
    api.patch("/api/v1/accounts/carol", "{\"disabled\":true}").is(200);

    assertThat(names("")).containsExactly("alice", "Bob", "carol", "malice");
    assertThat(names("?part=LIC")).containsExactly("alice", "malice");
    assertThat(names("?admin=true")).containsExactly("Bob");
    assertThat(names("?disabled=true")).containsExactly("carol");
    assertThat(names("?disabled=false&admin=false")).containsExactly("alice", "malice");
    String next = api.get("/api/v1/accounts?limit=3").at("$.next");
    assertThat(names("?limit=3&cursor=" + next)).containsExactly("malice");
    api.get("/api/v1/accounts?admin=maybe").isProblem(400, "invalid_request");
  }

  private List<String> names(String query) {
    return api.get("/api/v1/accounts" + query).is(200).at("$.items[*].name");
  }

  @Test
  void whatCannotBeAnAccountIsRefused() {
    api.post("/api/v1/accounts", BOB).is(201);

    api.post("/api/v1/accounts", BOB.toLowerCase(java.util.Locale.ROOT))
        .isProblem(409, "account_exists");
    api.post("/api/v1/accounts", BOB.replace("Bob", "two words")).isProblem(400, "malformed_name");
    api.post("/api/v1/accounts", BOB.replace("Bob", "admin")).isProblem(409, "name_reserved");
    api.post("/api/v1/accounts", "{\"name\":\"alice\",\"password\":\"1234567\"}")
        .isProblem(400, "unfit_password");
    api.post(
            "/api/v1/accounts",
            "{\"name\":\"alice\",\"password\":\"%s\"}".formatted("x".repeat(73)))
        .isProblem(400, "unfit_password");
    api.post("/api/v1/accounts", "{\"name\":\"alice\"}").isProblem(400, "invalid_request");
    api.get("/api/v1/accounts/alice").isProblem(404, "no_such_account");
    api.patch("/api/v1/accounts/alice", "{}").isProblem(404, "no_such_account");
    api.delete("/api/v1/accounts/alice").isProblem(404, "no_such_account");
    api.get("/api/v1/accounts/alice/export").isProblem(404, "no_such_account");
  }

  @Test
  void changesTakeEffectOnThoseWhoAreLoggedIn() {
    api.post("/api/v1/accounts", BOB).is(201);
    FakeEndpoint bob = api.loggedIn("Bob", "correct horse");

    api.patch("/api/v1/accounts/bob", "{\"name\":\"robert\",\"admin\":true}")
        .is(200)
        .has("$.name", "robert")
        .has("$.admin", true)
        .has("$.disabled", false);
    api.get("/api/v1/clients/line-Bob").has("$.account", "robert").has("$.nick", "robert");
    api.patch("/api/v1/accounts/robert", "{\"disabled\":true}").is(200);
    api.get("/api/v1/clients/line-Bob").has("$.account", null).has("$.nick", "robert_2");
    assertThat(bob.seen).hasAtLeastOneElementOfType(Event.Noticed.class);
    api.get("/api/v1/accounts/bob").is(404);
  }

  @Test
  void passwordIsReset() {
    api.post("/api/v1/accounts", BOB).is(201);
    api.patch("/api/v1/accounts/bob", "{\"password\":\"short\"}").isProblem(400, "unfit_password");
    api.patch("/api/v1/accounts/bob", "{\"password\":\"another horse\"}").is(200);

    api.loggedIn("Bob", "another horse");
    api.get("/api/v1/accounts/bob").has("$.name", "Bob");
    assertThat(api.get("/api/v1/accounts/bob").<String>at("$.lastLoginAt")).isNotNull();
  }

  @Test
  void deletedAccountIsGoneWithItsTokens() {
    api.post("/api/v1/accounts", BOB).is(201);
    String token = api.token("bobs", "bob", TokenScope.ROOMS_READ);
    api.bearing(token, "GET", "/api/v1/rooms", null).is(200);

    api.delete("/api/v1/accounts/BOB").is(204);

    api.bearing(token, "GET", "/api/v1/rooms", null).isProblem(401, "invalid_token");
    api.get("/api/v1/accounts").has("$.items", List.of());
  }

  @Test
  void exportHasAllThatIsKept() {
    api.post("/api/v1/accounts", BOB).is(201);
    api.token("bobs", "bob", TokenScope.ROOMS_READ);
    api.token("others", TokenScope.ROOMS_READ);
    api.loggedIn("Bob", "correct horse");
    api.patch("/api/v1/accounts/bob/metadata", "{\"values\":{\"url\":\"a\"}}").is(200);
    api.room("ops", 3);
    api.post("/api/v1/rooms/ops/messages", "{\"from\":\"bob\",\"text\":\"mine\"}").is(201);

    Answer export = api.get("/api/v1/accounts/bob/export").is(200);

    assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(export.header("Content-Disposition")).contains("Bob.ndjson");
    List<String> lines = export.body().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("{\"type\":\"account\",\"name\":\"Bob\"");
    assertThat(lines.get(1)).isEqualTo("{\"type\":\"metadata\",\"key\":\"url\",\"value\":\"a\"}");
    assertThat(lines.get(2)).startsWith("{\"type\":\"token\"").contains("\"name\":\"bobs\"");
    assertThat(lines.get(3)).startsWith("{\"type\":\"client\"").contains("192.0.2.7");
    assertThat(lines.get(4)).startsWith("{\"type\":\"message\"").contains("\"mine\"");
  }

  @Test
  void exportThatCannotBeFinishedIsBrokenOff() {
    api.post("/api/v1/accounts", BOB).is(201);
    for (int i = 0; i <= LogPages.SIZE; i++) {
      operator.post("lobby", "bob", "x".repeat(100));
    }
    outage.after(1);

    assertThatThrownBy(() -> api.get("/api/v1/accounts/bob/export"))
        .hasRootCauseInstanceOf(EOFException.class);
  }

  @AfterEach
  void readable() {
    outage.over();
  }

  @Test
  void changesArePutOnRecord() {
    api.post("/api/v1/accounts", BOB).is(201);
    String token = api.token("helper", TokenScope.ACCOUNTS_WRITE);
    api.bearing(token, "PATCH", "/api/v1/accounts/bob", "{\"disabled\":true}").is(200);

    List<Audit.Change> latest = registry.audit.changes().reversed();
    Audit.Change create = latest.get(2);
    assertThat(create.by().name()).isEqualTo("admin");
    assertThat(create.by().address()).isNotEmpty();
    Audit.Change change = latest.getFirst();
    assertThat(change.by().name()).isEqualTo("helper");
    assertThat(change.action()).isEqualTo("account.change");
    assertThat(change.before()).contains("\"disabled\":false");
    assertThat(change.after()).contains("\"disabled\":true");
  }
}
