package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Walks over every operation of the OpenAPI document with values that nobody should send. */
@AdminTest
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

  private record Operation(String verb, String path, Map<String, Object> described) {}

  @BeforeEach
  void reset() {
    api.reset();
    api.arrived("alice");
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
      for (String name : example.keySet()) {
        for (String value : JSON_VALUES) {
          String rest =
              example.containsKey("text") && !name.equals("text") ? ",\"text\":\"x\"" : "";
          String room =
              example.containsKey("name") && !name.equals("name") ? ",\"name\":\"r1\"" : "";
          String body = "{\"" + name + "\":" + value + rest + room + "}";
          assertAnswersWell(operation, filled(operation, Map.of(), ""), body);
          assertAnswersWell(
              operation, filled(operation, Map.of(), "").replace("lobby", "r1"), body);
        }
      }
    }
  }

  @AfterEach
  void chatGoesOn() {
    api.post("/api/v1/rooms/lobby/messages", "{\"text\":\"still here\"}").is(201);
    api.get("/api/v1/rooms?limit=500").is(200);
  }

  private void assertAnswersWell(Operation operation, String path, String body, String... headers) {
    Answer answer = api.send(operation.verb, path, body, headers);
    assertThat(answer.status())
        .as(operation.verb + " " + path + " " + body + answer.body())
        .isLessThan(500);
    if (answer.status() >= 400) {
      answer.isProblem(answer.status(), answer.at("$.code"));
    }
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    Map<String, Map<String, Map<String, Object>>> paths = api.get("/v3/api-docs").at("$.paths");
    paths.forEach((path, verbs) ->
        verbs.forEach((verb, described) ->
            operations.add(new Operation(verb.toUpperCase(Locale.ROOT), path, described))));
    assertThat(operations).hasSize(19);
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

  /** The value as a header, where the parameter is one and a client can send it. */
  private static String[] header(Map<String, Object> parameter, String value) {
    boolean sendable = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7F));
    return "header".equals(parameter.get("in")) && sendable
        ? new String[] {(String) parameter.get("name"), value}
        : new String[0];
  }

  /** The operation's path, with this value for one parameter and sensible ones for the others. */
  private static String filled(Operation operation, Map<String, Object> parameter, String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    String path = operation.path;
    if ("path".equals(parameter.get("in"))) {
      path = path.replace("{" + parameter.get("name") + "}", encoded);
    }
    path =
        path.replace("{name}", "lobby")
            .replace("{nick}", "nobody")
            .replace("{id}", "line-alice-not")
            .replace("{offset}", "1");
    return "query".equals(parameter.get("in"))
        ? path + "?" + parameter.get("name") + "=" + encoded
        : path;
  }
}
