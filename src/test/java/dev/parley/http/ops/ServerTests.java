package dev.parley.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.HttpTestApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class ServerTests {

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void versionAndStoreAreShown() {
    Answer server = api.get("/api/v1/server").is(200);
    server
        .has("$.name", "parley")
        .has("$.store.kind", "memory")
        .has("$.store.problem", null)
        .has("$.lineBytes", HttpTestApplication.LINE_BYTES);
    assertThat(server.<String>at("$.version")).isNotBlank();
    assertThat(server.<String>at("$.java")).startsWith("25");
    assertThat(server.<String>at("$.startedAt")).isLessThanOrEqualTo(server.at("$.now"));
    assertThat(server.<Integer>at("$.uptimeSeconds")).isNotNegative();
  }

  @Test
  void scopeIsThatOfClients() {
    String token = api.token("ci", TokenScope.CLIENTS_READ);
    api.bearing(token, "GET", "/api/v1/server", null).is(200);
    String other = api.token("cd", TokenScope.ROOMS_READ);
    api.bearing(other, "GET", "/api/v1/server", null).isProblem(403, "insufficient_scope");
  }
}
