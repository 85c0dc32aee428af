package dev.parley.http.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class TokensTests {

  private static final String CI =
      "{\"name\":\"ci\",\"scopes\":[\"messages:write\",\"rooms:read\"]}";

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void tokenIsShownOnce() {
    Answer made = api.post("/api/v1/tokens", CI).is(201);
    String token = made.at("$.token");

    assertThat(token).startsWith("parley_");
    Map<String, Object> properties = made.at("$");
    assertThat(properties.keySet())
        .containsExactly(
            "id",
            "name",
            "prefix",
            "scopes",
            "account",
            "createdAt",
            "expiresAt",
            "lastUsedAt",
            "token");
    assertThat(token).startsWith(made.<String>at("$.prefix"));
    api.get("/api/v1/tokens")
        .is(200)
        .has("$.items.length()", 1)
        .has("$.items[0].name", "ci")
        .has("$.items[0].scopes", List.of("rooms:read", "messages:write"))
        .has("$.items[0].lastUsedAt", null);
    assertThat(api.get("/api/v1/tokens").body()).doesNotContain(token);
  }

  @Test
  void useIsShown() {
    String token = api.post("/api/v1/tokens", CI).is(201).at("$.token");
    api.bearing(token, "GET", "/api/v1/rooms", null).is(200);

    assertThat(api.get("/api/v1/tokens").<String>at("$.items[0].lastUsedAt")).isNotNull();
  }

  @Test
  void tokenIsGoodForItsScopesAlone() {
    String token = api.post("/api/v1/tokens", CI).is(201).at("$.token");

    api.bearing(token, "GET", "/api/v1/rooms/lobby", null).is(200);
    api.bearing(token, "POST", "/api/v1/rooms/lobby/messages", "{\"text\":\"hi\"}")
        .is(201)
        .has("$.from", "ci");
    Answer refused =
        api.bearing(token, "DELETE", "/api/v1/rooms/ops", null)
            .isProblem(403, "insufficient_scope");
    assertThat(refused.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"parley\", error=\"insufficient_scope\", scope=\"rooms:write\"");
    for (String path : List.of("/actuator", "/actuator/metrics", "/actuator/prometheus", "/")) {
      api.bearing(token, "GET", path, null).isProblem(403, "forbidden");
    }
    api.bearing(token, "GET", "/actuator/health", null).is(200);
  }

  @Test
  void scopeIsCheckedBeforeTheRequestIsRead() {
    String token = api.token("reader", TokenScope.ROOMS_READ);

    for (String body : List.of("{", "{\"colour\":1}", "{\"name\":\"\"}")) {
      api.bearing(token, "POST", "/api/v1/rooms", body).isProblem(403, "insufficient_scope");
    }
    api.bearing(token, "GET", "/api/v1/rooms/nowhere/messages?limit=x&colour=1", null)
        .isProblem(403, "insufficient_scope");
    api.bearing(token, "GET", "/api/v1/nothing", null).isProblem(404, "not_found");
  }

  @Test
  void schemeIsFollowedByAnyNumberOfSpaces() {
    String token = api.token("reader", TokenScope.ROOMS_READ);

    for (String spaces : List.of(" ", "   ")) {
      api.send(api.request("/api/v1/rooms").header("Authorization", "bearer" + spaces + token))
          .is(200);
    }
    api.send(api.request("/api/v1/rooms").header("Authorization", "Bearer" + token))
        .isProblem(401, "unauthorized");
  }

  @Test
  void wrongTokenIsChallenged() {
    for (String token : List.of("abc", "", "parley_", "parley_" + "x".repeat(43), "é")) {
      Answer refused =
          api.bearing(token, "GET", "/api/v1/rooms", null).isProblem(401, "invalid_token");
      assertThat(refused.header("WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"parley\", error=\"invalid_token\"");
    }
    Answer nothing = api.send(api.request("/api/v1/rooms")).isProblem(401, "unauthorized");
    assertThat(nothing.headers().allValues("WWW-Authenticate"))
        .containsExactly("Basic realm=\"parley\", charset=\"UTF-8\"", "Bearer realm=\"parley\"");
  }

  @Test
  void revokedTokenIsGoodForNothing() {
    Answer made = api.post("/api/v1/tokens", CI).is(201);
    api.delete("/api/v1/tokens/" + made.<String>at("$.id")).is(204);

    api.bearing(made.at("$.token"), "GET", "/api/v1/rooms", null).isProblem(401, "invalid_token");
    api.delete("/api/v1/tokens/" + made.<String>at("$.id")).isProblem(404, "no_such_token");
  }

  @Test
  void whatCannotBeATokenIsRefused() {
    api.post("/api/v1/tokens", CI).is(201);
    api.post("/api/v1/accounts", "{\"name\":\"bob\",\"password\":\"correct horse\"}").is(201);

    api.post("/api/v1/tokens", CI.replace("ci", "CI")).isProblem(409, "token_exists");
    api.post("/api/v1/tokens", CI.replace("ci", "bob")).isProblem(409, "account_exists");
    api.post("/api/v1/tokens", CI.replace("ci", "parley")).isProblem(409, "name_reserved");
    api.post("/api/v1/tokens", CI.replace("rooms:read", "rooms:eat"))
        .isProblem(400, "invalid_request");
    api.post("/api/v1/tokens", "{\"name\":\"x\",\"scopes\":[]}").isProblem(400, "invalid_request");
    for (String end : List.of("2020-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z")) {
      api.post(
              "/api/v1/tokens",
              "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"expiresAt\":\"%s\"}".formatted(end))
          .isProblem(400, "invalid_request");
    }
    api.post(
            "/api/v1/tokens", "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"account\":\"nobody\"}")
        .isProblem(404, "no_such_account");
  }

  @Test
  void tokenMakesNoneThatIsGoodForMoreThanItself() {
    api.post("/api/v1/accounts", "{\"name\":\"bob\",\"password\":\"correct horse\"}").is(201);
    String token = api.token("maker", TokenScope.TOKENS_WRITE, TokenScope.ROOMS_READ);

    api.bearing(token, "POST", "/api/v1/tokens", "{\"name\":\"a\",\"scopes\":[\"rooms:read\"]}")
        .is(201);
    api.bearing(token, "POST", "/api/v1/tokens", "{\"name\":\"b\",\"scopes\":[\"rooms:write\"]}")
        .isProblem(403, "insufficient_scope");
    api.bearing(
            token,
            "POST",
            "/api/v1/tokens",
            "{\"name\":\"c\",\"scopes\":[\"rooms:read\"],\"account\":\"bob\"}")
        .isProblem(403, "insufficient_scope");
  }

  @Test
  void tokenNeitherMakesNorTouchesAnAdmin() {
    String admin = "{\"name\":\"%s\",\"password\":\"correct horse\",\"admin\":%s}";
    api.post("/api/v1/accounts", admin.formatted("root", "true")).is(201);
    String token = api.token("keeper", TokenScope.ACCOUNTS_WRITE);
    String root = "/api/v1/accounts/root";

    api.bearing(token, "POST", "/api/v1/accounts", admin.formatted("eve", "true"))
        .isProblem(403, "forbidden");
    api.bearing(token, "POST", "/api/v1/accounts", admin.formatted("eve", "false")).is(201);
    api.bearing(token, "PATCH", "/api/v1/accounts/eve", "{\"admin\":true}")
        .isProblem(403, "forbidden");
    api.bearing(token, "PATCH", root, "{\"password\":\"known to eve\"}")
        .isProblem(403, "forbidden");
    api.bearing(token, "DELETE", root, null).isProblem(403, "forbidden");
    api.bearing(token, "PATCH", "/api/v1/accounts/eve", "{\"disabled\":true}").is(200);
    String maker =
        api.token(
            "maker", TokenScope.ACCOUNTS_WRITE, TokenScope.TOKENS_WRITE, TokenScope.ROOMS_READ);
    String rootsOwn = "{\"name\":\"x\",\"scopes\":[\"rooms:read\"],\"account\":\"root\"}";
    api.bearing(maker, "POST", "/api/v1/tokens", rootsOwn).isProblem(403, "forbidden");
    api.post("/api/v1/tokens", rootsOwn).is(201);
    api.delete(root).is(204);
  }

  @Test
  void tokenMakesNoneThatOutlivesIt() {
    String made = "{\"name\":\"%s\",\"scopes\":[\"tokens:write\"]%s}";
    String own = ",\"expiresAt\":\"2999-01-01T00:00:00Z\"";
    String longer = ",\"expiresAt\":\"2999-01-01T00:00:01Z\"";
    String token = api.post("/api/v1/tokens", made.formatted("maker", own)).is(201).at("$.token");

    api.bearing(token, "POST", "/api/v1/tokens", made.formatted("a", own)).is(201);
    api.bearing(token, "POST", "/api/v1/tokens", made.formatted("b", longer)).is(400);
    api.bearing(token, "POST", "/api/v1/tokens", made.formatted("b", "")).is(400);
  }

  @Test
  void tokenSpeaksUnderNoNameThatIsAnothers() {
    api.post("/api/v1/accounts", "{\"name\":\"bob\",\"password\":\"correct horse\"}").is(201);
    String alone = api.token("ci", TokenScope.MESSAGES_WRITE);
    String bobs = api.token("bobs", "bob", TokenScope.MESSAGES_WRITE);
    String path = "/api/v1/rooms/lobby/messages";

    api.bearing(alone, "POST", path, "{\"text\":\"hi\",\"from\":\"Bob\"}")
        .isProblem(409, "name_reserved");
    api.bearing(alone, "POST", path, "{\"text\":\"hi\",\"from\":\"parley\"}")
        .isProblem(409, "name_reserved");
    api.bearing(alone, "POST", path, "{\"text\":\"hi\",\"from\":\"kitchen\"}").is(201);
    api.bearing(bobs, "POST", path, "{\"text\":\"hi\"}").is(201).has("$.from", "bob");
    api.post(path, "{\"text\":\"hi\",\"from\":\"Bob\"}").is(201);
  }

  @Test
  void everyScopeCanBeGiven() {
    List<String> codes = Arrays.stream(TokenScope.values()).map(TokenScope::code).toList();
    assertThat(codes)
        .containsExactly(
            "clients:read",
            "clients:write",
            "rooms:read",
            "rooms:write",
            "messages:read",
            "messages:write",
            "bans:write",
            "accounts:write",
            "tokens:write",
            "audit:read");
    String all = String.join("\",\"", codes);
    api.post("/api/v1/tokens", "{\"name\":\"all\",\"scopes\":[\"%s\"]}".formatted(all))
        .is(201)
        .has("$.scopes", codes);
  }
}
