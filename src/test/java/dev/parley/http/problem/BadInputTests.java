package dev.parley.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Calls every operation of the OpenAPI document with invalid values. */
@HttpTest
class BadInputTests {

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "500",
          "501",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "1e9",
          "NaN",
          "null",
          "true",
          "[]",
          "{}",
          "#",
          "%",
          "a b",
          "😀",
          "é",
          "\u0000",
          "\u202e",
          "\t",
          "..",
          "../..",
          "x".repeat(2000),
          "lobby",
          "alice",
          "line-alice",
          "' OR 1=1 --",
          "<script>",
          "bWVzc2FnZXM6bjowOjE",
          "cm9vbXM6",
          "ſ");

  private static final List<String> JSON_VALUES =
      List.of(
          "null",
          "0",
          "-1",
          "1.5",
          "1e400",
          "9223372036854775808",
          "99999999999999999999999999",
          "true",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"-P1D\"",
          "\"P106751991167300D\"",
          "\"PT9223372036854775807S\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u202e\"",
          "[]",
          "[null]",
          "{}",
          "{\"a\":1}",
          "{\"lines\":-1}",
          "{\"lines\":9223372036854775807,\"age\":\"PT0S\"}",
          "\"" + "y".repeat(1000) + "\"");

  @Autowired private ApiTester api;
  @Autowired private JsonMapper json;
  private String tokenId;

  private record Operation(String verb, String path, Map<String, Object> described) {}

  @BeforeEach
  void reset() {
    api.reset();
    api.arrived("alice");
    api.post("/api/v1/accounts", "{\"name\":\"walker\",\"password\":\"correct horse\"}").is(201);
    tokenId =
        api.post("/api/v1/tokens", "{\"name\":\"tok\",\"scopes\":[\"rooms:read\"]}")
            .is(201)
            .at("$.id");
  }

  @Test
  void noParameterIsTooMuch() {
    for (Operation operation : operations()) {
      for (Map<String, Object> parameter : parameters(operation)) {
        for (String value : VALUES) {
          String path = filled(operation, parameter, value);
          assertAnswersWell(
              operation,
              path,
              operation.described.get("requestBody") == null ? null : "{}",
              header(parameter, value));
        }
      }
    }
  }

  @Test
  void noBodyIsTooMuch() {
    for (Operation operation : operations()) {
      Map<String, Object> example = example(operation);
      for (String path : paths(operation)) {
        for (String name : example.keySet()) {
          for (String value : JSON_VALUES) {
            assertAnswersWell(operation, path, body(example, name, value));
          }
          assertAnswersWell(operation, path, body(example, name, null));
        }
        for (String body : NO_OBJECTS) {
          assertAnswersWell(operation, path, body);
        }
      }
    }
  }

  @Test
  void noOperationTakesAPropertyThatItDoesNotHave() {
    for (Operation operation : operations()) {
      Map<String, Object> example = example(operation);
      if (!example.isEmpty()) {
        String body = body(example, "noSuchProperty", "1");
        api.send(operation.verb, filled(operation, Map.of(), ""), body)
            .isProblem(400, "unknown_property");
      }
    }
  }

  @Test
  void noOperationTakesANullForAPropertyThatItDoesNotHave() {
    for (Operation operation : operations()) {
      Map<String, Object> example = example(operation);
      if (!example.isEmpty()) {
        String body = body(example, "noSuchProperty", "null");
        api.send(operation.verb, filled(operation, Map.of(), ""), body)
            .isProblem(400, "unknown_property");
      }
    }
  }

  @Test
  void noOperationTakesAParameterThatItDoesNotHaveOrHasOnce() {
    for (Operation operation : operations()) {
      String path = filled(operation, Map.of(), "");
      String body = operation.described.containsKey("requestBody") ? "{}" : null;
      api.send(operation.verb, path + (path.contains("?") ? "&" : "?") + "resaon=x", body)
          .isProblem(400, "invalid_request")
          .has("$.errors[0].field", "resaon");
    }
    api.send("DELETE", "/api/v1/rooms/lobby?reason=a&reason=b", null)
        .isProblem(400, "invalid_request")
        .has("$.errors[0].message", "must be given once");
  }

  @Test
  void bodyOfAnotherKindIsRefused() {
    for (Operation operation : operations()) {
      if (!example(operation).isEmpty()) {
        api.send(
                api.request(filled(operation, Map.of(), ""))
                    .header("Authorization", ApiTester.basic("admin", ApiTester.PASSWORD))
                    .header("Content-Type", "text/plain")
                    .method(operation.verb, BodyPublishers.ofString("x")))
            .isProblem(415, "unsupported_media_type");
      }
    }
  }

  @Test
  void nobodyCallsAnythingUnknown() {
    for (Operation operation : operations()) {
      String path = filled(operation, Map.of(), "");
      String body = operation.described.containsKey("requestBody") ? "{}" : null;
      api.send(api.request(path).method(operation.verb, BodyPublishers.noBody()))
          .isProblem(401, "unauthorized");
      api.bearing("parley_wrong", operation.verb, path, body).isProblem(401, "invalid_token");
    }
  }

  @Test
  void eachOperationWantsItsScope() {
    for (Operation operation : operations()) {
      TokenScope wanted = scope(operation);
      if (wanted == null) {
        continue;
      }
      TokenScope[] others = EnumSet.complementOf(EnumSet.of(wanted)).toArray(TokenScope[]::new);
      api.reset();
      String path = filled(operation, Map.of(), "");
      String body = operation.described.containsKey("requestBody") ? "{}" : null;
      api.bearing(api.token("others", others), operation.verb, path, body)
          .isProblem(403, "insufficient_scope");
      Answer answer = api.bearing(api.token("wanted", wanted), operation.verb, path, body);
      assertThat(answer.status()).as(operation.toString()).isNotIn(401, 403).isLessThan(500);
    }
  }

  @Test
  void someOperationsTakeAnyToken() {
    for (Operation operation : operations()) {
      if (scope(operation) == null) {
        api.reset();
        String token = api.token("any", TokenScope.AUDIT_READ);
        Answer answer = api.bearing(token, operation.verb, filled(operation, Map.of(), ""), null);
        assertThat(answer.status()).as(operation.toString()).isNotIn(401, 403).isLessThan(500);
      }
    }
  }

  /** Returns the scope that an operation says it wants, null if any token will do. */
  @SuppressWarnings("unchecked")
  private static @Nullable TokenScope scope(Operation operation) {
    var security = (List<Map<String, List<String>>>) operation.described.get("security");
    List<String> scopes = security.getLast().get("token");
    return scopes.isEmpty() ? null : TokenScope.parse(scopes.getFirst());
  }

  /** Returns the example, with this JSON for one property, which is left out for null. */
  private String body(Map<String, Object> example, String name, @Nullable String value) {
    Map<String, Object> changed = new LinkedHashMap<>(example);
    changed.remove(name);
    String rest = json.writeValueAsString(changed);
    if (value == null) {
      return rest;
    }
    String comma = changed.isEmpty() ? "" : ",";
    return "{\"" + name + "\":" + value + comma + rest.substring(1);
  }

  @AfterEach
  void chatGoesOn() {
    api.post("/api/v1/rooms/lobby/messages", "{\"text\":\"still here\"}").is(201);
    api.get("/api/v1/rooms?limit=500").is(200);
  }

  private static final List<String> NO_OBJECTS =
      List.of(
          "",
          " ",
          "null",
          "[]",
          "[{}]",
          "1",
          "\"x\"",
          "{",
          "{\"",
          "{}}",
          "\u0000",
          "x",
          "[".repeat(2000));

  private void assertAnswersWell(Operation operation, String path, String body, String... headers) {
    Answer answer = api.send(operation.verb, path, body, headers);
    assertThat(answer.status())
        .as(operation.verb + " " + path + " " + body + answer.body())
        .isLessThan(500);
    if (answer.status() >= 400) {
      answer.isProblem(answer.status(), answer.at("$.code"));
    }
    if (answer.status() == 201 || operation.verb.equals("DELETE")) {
      reset(); // What is there already would hide what is wrong with the next.
    }
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    Map<String, Map<String, Map<String, Object>>> paths = api.get("/v3/api-docs").at("$.paths");
    paths.forEach((path, verbs) ->
        verbs.forEach((verb, described) ->
            operations.add(new Operation(verb.toUpperCase(Locale.ROOT), path, described))));
    assertThat(operations).hasSizeGreaterThan(20);
    return operations;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> parameters(Operation operation) {
    return (List<Map<String, Object>>) operation.described.getOrDefault("parameters", List.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> example(Operation operation) {
    Map<String, Object> json = operation.described;
    for (String step : List.of("requestBody", "content", "application/json", "example")) {
      json = (Map<String, Object>) json.getOrDefault(step, Map.of());
    }
    return json;
  }

  /** Returns the value as a header, where the parameter is one and a client can send it. */
  private static String[] header(Map<String, Object> parameter, String value) {
    boolean sendable = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7F));
    return "header".equals(parameter.get("in")) && sendable
        ? new String[] {(String) parameter.get("name"), value}
        : new String[0];
  }

  /**
   * Returns the operation's paths, with names of things that there are, of one kind after the
   * other.
   */
  private List<String> paths(Operation operation) {
    String path = withExamples(operation, operation.path);
    return Stream.of(
            filled(operation, Map.of(), ""),
            path.replace("{name}", "walker")
                .replace("{account}", "walker")
                .replace("{id}", tokenId)
                .replace("{nick}", "alice")
                .replace("{offset}", "1"),
            path.replace("{name}", "lobby")
                .replace("{account}", "walker")
                .replace("{id}", "line-alice")
                .replace("{nick}", "alice")
                .replace("{offset}", "1"))
        .distinct()
        .toList();
  }

  /** Returns a path with the documented examples of those parameters that are not known here. */
  private static String withExamples(Operation operation, String path) {
    String filled = path;
    for (Map<String, Object> other : parameters(operation)) {
      boolean known = List.of("name", "nick", "id", "offset").contains(other.get("name"));
      if ("path".equals(other.get("in")) && !known) {
        filled =
            filled.replace("{" + other.get("name") + "}", String.valueOf(other.get("example")));
      }
    }
    return filled;
  }

  /**
   * Returns the operation's path, with this value for one parameter and sensible ones for the
   * others.
   */
  private static String filled(Operation operation, Map<String, Object> parameter, String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    String path = operation.path;
    if ("path".equals(parameter.get("in"))) {
      path = path.replace("{" + parameter.get("name") + "}", encoded);
    }
    path = withExamples(operation, path);
    path =
        path.replace("{name}", "lobby")
            .replace("{nick}", "nobody")
            .replace("{account}", "bob")
            .replace("{id}", "line-alice-not")
            .replace("{offset}", "1");
    return "query".equals(parameter.get("in"))
        ? path + "?" + parameter.get("name") + "=" + encoded
        : path;
  }
}
