package dev.parley.http.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Tests what rooms and accounts tell of themselves over HTTP. */
@HttpTest
class MetadataTests {

  private static final String ROOM = "/api/v1/rooms/ops/metadata";
  private static final String ACCOUNT = "/api/v1/accounts/bob/metadata";

  @Autowired private ApiTester api;

  @BeforeEach
  void begin() {
    api.reset();
    api.room("ops", 0);
    api.account("bob");
  }

  private Answer change(String path, String values) {
    return api.patch(path, "{\"values\":" + values + "}");
  }

  @Test
  void someValuesAreChanged() {
    for (String path : new String[] {ROOM, ACCOUNT}) {
      assertThat(api.get(path).is(200).body()).isEqualTo("{\"values\":{}}");
      change(path, "{\"url\":\"a\",\"example.org/x\":\"b\"}").is(200);
      change(path, "{\"url\":null,\"status\":\"c\",\"avatar\":null}").is(200);
      assertThat(api.get(path).is(200).body())
          .isEqualTo("{\"values\":{\"example.org/x\":\"b\",\"status\":\"c\"}}");
    }
  }

  @Test
  void valuesOfARoomGoWithIt() {
    change(ROOM, "{\"url\":\"a\"}").is(200);
    api.delete("/api/v1/rooms/ops").is(204);
    api.get(ROOM).isProblem(404, "no_such_room");
    api.room("ops", 0);

    assertThat(api.get(ROOM).body()).isEqualTo("{\"values\":{}}");
  }

  @Test
  void unfitValuesAreRefused() {
    change(ROOM, "{\"URL\":\"a\"}").isProblem(400, "malformed_key");
    change(ACCOUNT, "{\"\":\"a\"}").isProblem(400, "malformed_key");
    change(ROOM, "{\"url\":\"" + "x".repeat(300) + "\"}").is(200);
    change(ROOM, "{\"url\":\"" + "x".repeat(301) + "\"}").isProblem(400, "invalid_value");
    change(ROOM, "{\"url\":{}}").isProblem(400, "malformed_body");
    change("/api/v1/rooms/none/metadata", "{}").isProblem(404, "no_such_room");
    change("/api/v1/accounts/none/metadata", "{}").isProblem(404, "no_such_account");
    api.get("/api/v1/accounts/none/metadata").isProblem(404, "no_such_account");
  }

  @Test
  void keysAreLimited() {
    String twenty =
        IntStream.range(0, 20)
            .mapToObj(i -> "\"k" + i + "\":\"\"")
            .collect(Collectors.joining(",", "{", "}"));
    change(ACCOUNT, twenty).is(200);
    change(ACCOUNT, "{\"k20\":\"\"}").isProblem(409, "too_many_keys");
    change(ACCOUNT, "{\"k0\":null}").is(200);
    change(ACCOUNT, "{\"k20\":\"\"}").is(200);
  }

  @Test
  void scopesAreThoseOfRoomsAndAccounts() {
    String reads = api.token("reads", TokenScope.ROOMS_READ);
    api.bearing(reads, "GET", ROOM, null).is(200);
    api.bearing(reads, "PATCH", ROOM, "{\"values\":{}}").isProblem(403, "insufficient_scope");
    api.bearing(reads, "GET", ACCOUNT, null).isProblem(403, "insufficient_scope");
    String writes = api.token("writes", TokenScope.ROOMS_WRITE);
    api.bearing(writes, "PATCH", ROOM, "{\"values\":{}}").is(200);
    api.bearing(writes, "PATCH", ACCOUNT, "{\"values\":{}}").isProblem(403, "insufficient_scope");
    String accounts = api.token("accounts", TokenScope.ACCOUNTS_WRITE);
    api.bearing(accounts, "PATCH", ACCOUNT, "{\"values\":{}}").is(200);
    api.patch("/api/v1/accounts/bob", "{\"admin\":true}").is(200);
    api.bearing(accounts, "PATCH", ACCOUNT, "{\"values\":{}}").is(403);
  }
}
