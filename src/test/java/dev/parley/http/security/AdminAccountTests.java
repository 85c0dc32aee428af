package dev.parley.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.HttpStream;
import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.account.Secret;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.stream.Streams;
import dev.parley.store.registry.RegistryTester;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Accounts that call with their own name and password. */
@HttpTest
class AdminAccountTests {

  private static final String SECRET = "battery staple";
  private static final String ROOMS = "/api/v1/rooms";

  @Autowired private ApiTester api;
  @Autowired private AccountAdmin accountAdmin;
  @Autowired private RegistryTester registry;
  @Autowired private Streams streams;

  @BeforeEach
  void makeAccounts() {
    api.reset();
    accountAdmin.create("root", new Secret(SECRET), true);
    accountAdmin.create("bob", new Secret(SECRET), false);
    registry.waits.clear();
  }

  @AfterEach
  void workAgain() {
    registry.accounts.failWith(null);
  }

  private Answer get(String name, String password, String path) {
    return api.send(api.request(path).header("Authorization", ApiTester.basic(name, password)));
  }

  private Answer change(String name, String json) {
    return api.patch("/api/v1/accounts/" + name, json).is(200);
  }

  @Test
  void adminsAccountMayDoWhatAdminMay() {
    for (String path : List.of(ROOMS, "/api/v1/audit", "/api/v1/tokens", "/actuator/metrics")) {
      get("root", SECRET, path).is(200);
      get("ROOT", SECRET, path).is(200);
    }
    api.send(
            api.request("/api/v1/accounts")
                .header("Authorization", ApiTester.basic("root", SECRET))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"carol\",\"password\":\"12345678\",\"admin\":true}")))
        .is(201);
    assertThat(api.get("/api/v1/audit?limit=1").is(200).body())
        .contains("\"account.create\"", "\"root\"", "\"account\"")
        .doesNotContain(SECRET);
  }

  @Test
  void accountThatIsNoAdminsIsForbidden() {
    for (String path : List.of(ROOMS, "/api/v1/nothing", "/actuator/metrics", "/nothing")) {
      get("bob", SECRET, path).isProblem(403, "forbidden");
    }
    get("bob", SECRET, "/actuator/health").is(200);
  }

  @Test
  void wrongPasswordIsRefusedAndSlowed() {
    for (int n = 0; n < 4; n++) {
      get("root", "guess " + n, ROOMS).isProblem(401, "unauthorized");
      get("nobody", SECRET, ROOMS).isProblem(401, "unauthorized");
    }
    get("no name", SECRET, ROOMS).isProblem(401, "unauthorized");
    get("root", SECRET + "\n", ROOMS).isProblem(401, "unauthorized");

    assertThat(registry.waits).isNotEmpty();
  }

  @Test
  void whoIsDemotedOrDisabledOrDeletedMayDoNothingAtOnce() {
    get("root", SECRET, ROOMS).is(200);
    change("root", "{\"admin\":false}");
    get("root", SECRET, ROOMS).isProblem(403, "forbidden");
    change("root", "{\"admin\":true}");
    get("root", SECRET, ROOMS).is(200);
    change("root", "{\"disabled\":true}");
    get("root", SECRET, ROOMS).isProblem(401, "unauthorized");
    change("root", "{\"disabled\":false}");
    get("root", SECRET, ROOMS).is(200);
    api.delete("/api/v1/accounts/root").is(204);
    get("root", SECRET, ROOMS).isProblem(401, "unauthorized");
  }

  @Test
  void oldPasswordAndOldNameAreWorthNothingAtOnce() {
    get("root", SECRET, ROOMS).is(200);
    change("root", "{\"password\":\"another secret\"}");
    get("root", SECRET, ROOMS).isProblem(401, "unauthorized");
    get("root", "another secret", ROOMS).is(200);
    change("root", "{\"name\":\"boss\"}");
    get("root", "another secret", ROOMS).isProblem(401, "unauthorized");
    get("boss", "another secret", ROOMS).is(200);
  }

  @Test
  void passwordIsHashedOnceForManyRequests() {
    get("root", SECRET, ROOMS).is(200);
    registry.accounts.failWith(new PasswordQueueFullException());

    get("root", SECRET, ROOMS).is(200);
    get("root", "wrong", ROOMS).isProblem(503, "server_busy");
  }

  @Test
  void passwordThatCannotBeCheckedNowIsToBeTriedAgain() {
    registry.accounts.failWith(new PasswordQueueFullException());
    Answer busy = get("root", SECRET, ROOMS).isProblem(503, "server_busy");
    assertThat(busy.header("Retry-After")).isEqualTo("2");
    Answer create = api.post("/api/v1/accounts", "{\"name\":\"dave\",\"password\":\"12345678\"}");
    assertThat(create.isProblem(503, "server_busy").header("Retry-After")).isEqualTo("2");

    registry.accounts.failWith(new StoreUnavailableException("The disk is full."));
    get("root", SECRET, ROOMS).isProblem(503, "log_unavailable");
  }

  @Test
  void streamEndsWithTheRightToReadIt() {
    for (String json :
        List.of("{\"admin\":false}", "{\"disabled\":true}", "{\"password\":\"another one\"}")) {
      makeAccounts();
      api.room("ops", 1);
      await().until(() -> streams.count() == 0);
      try (HttpStream stream =
          HttpStream.openAs(
              "root", api.port(), SECRET, ROOMS + "/ops/stream?after=0", "Accept: text/plain")) {
        assertThat(stream.line()).contains("line 1");
        change("root", json);
        api.post(ROOMS + "/ops/messages", "{\"text\":\"secret\"}").is(201);

        assertThat(String.join("\n", stream.rest()))
            .doesNotContain("secret")
            .contains("your account or its password was changed");
      }
    }
  }
}
