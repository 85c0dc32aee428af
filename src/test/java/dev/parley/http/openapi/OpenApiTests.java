package dev.parley.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@HttpTest
class OpenApiTests {

  @Autowired private ApiTester api;

  @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Test
  void everyOperationIsListed() {
    Set<String> mapped =
        requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
            .flatMap(mapping ->
                mapping.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/"))
                    .flatMap(path ->
                        mapping.getMethodsCondition().getMethods().stream()
                            .map(method -> method.name().toLowerCase(Locale.ROOT) + " " + path)))
            .collect(Collectors.toSet());

    Set<String> listed =
        paths().entrySet().stream()
            .flatMap(
                path -> path.getValue().keySet().stream().map(verb -> verb + " " + path.getKey()))
            .collect(Collectors.toSet());

    assertThat(listed).isEqualTo(mapped).hasSizeGreaterThan(20);
  }

  @Test
  void everyBodyAndParameterHasAnExample() {
    operations()
        .forEach((name, operation) -> {
          for (var parameter : list(operation, "parameters")) {
            assertThat(parameter).as(name).containsKeys("example", "description");
          }
          if (operation.containsKey("requestBody")) {
            assertHasExamples(name, map(operation, "requestBody"));
          }
          map(operation, "responses")
              .forEach((status, answer) -> assertHasExamples(name + " " + status, cast(answer)));
        });
  }

  private static void assertHasExamples(String name, Map<String, Object> body) {
    map(body, "content")
        .forEach((type, media) ->
            assertThat(cast(media).keySet())
                .as(name + " " + type)
                .containsAnyOf("example", "examples"));
  }

  @Test
  void everyOperationTellsItsProblems() {
    operations()
        .forEach((name, operation) -> {
          assertThat(operation).as(name).containsKeys("summary", "operationId", "tags");
          assertThat(map(operation, "responses").keySet()).as(name).contains("401");
          if (name.contains("{")) {
            assertThat(map(operation, "responses").keySet()).as(name).contains("404");
          }
        });
  }

  @Test
  void examplesAreWhatTheApiTakes() {
    api.reset();
    Map<String, Object> room =
        map(
            map(map(operations().get("post /api/v1/rooms"), "requestBody"), "content"),
            "application/json");

    assertThat(cast(room.get("example")))
        .containsEntry("name", "ops")
        .containsEntry("maxMembers", 0)
        .containsEntry("retention", Map.of("lines", 10000, "age", "P7D"));
  }

  @Test
  void schemesAreBasicAndBearer() {
    api.get("/v3/api-docs")
        .has("$.components.securitySchemes.admin.scheme", "basic")
        .has("$.components.securitySchemes.token.scheme", "bearer")
        .has("$.security[0].admin", List.of());
  }

  @Test
  void everyOperationSaysWhichScopeItWants() {
    operations()
        .forEach((name, operation) -> {
          List<Map<String, Object>> security = list(operation, "security");
          assertThat(security.getFirst()).as(name).containsKey("admin");
          assertThat(security.getLast()).as(name).containsKey("token");
          assertThat(cast(operation.get("responses")).keySet()).as(name).contains("403");
        });
    assertThat(list(operations().get("get /api/v1/rooms"), "security").getLast())
        .containsEntry("token", List.of("rooms:read"));
    assertThat(list(operations().get("post /api/v1/rooms"), "security").getLast())
        .containsEntry("token", List.of("rooms:write"));
  }

  private Map<String, Map<String, Object>> paths() {
    return api.send(api.request("/v3/api-docs")).is(200).at("$.paths");
  }

  private Map<String, Map<String, Object>> operations() {
    return paths().entrySet().stream()
        .flatMap(path ->
            path.getValue().entrySet().stream()
                .map(verb -> Map.entry(verb.getKey() + " " + path.getKey(), verb.getValue())))
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> cast(entry.getValue())));
  }

  private static Map<String, Object> map(Map<String, Object> of, String name) {
    return cast(of.getOrDefault(name, Map.of()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object json) {
    return (Map<String, Object>) json;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
    return (List<Map<String, Object>>) of.getOrDefault(name, List.of());
  }
}
