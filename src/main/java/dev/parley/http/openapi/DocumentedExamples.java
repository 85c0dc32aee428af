package dev.parley.http.openapi;

import dev.parley.http.request.IdempotencyKey;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.MediaType;

/**
 * Adds an example to every body and every parameter. The example of a body is composed of those of
 * its properties, so that it stays in step with them.
 */
final class DocumentedExamples implements OpenApiCustomizer {

  private record Described(String description, Object example) {}

  private static final Map<String, Described> PARAMETERS =
      Map.ofEntries(
          Map.entry("id", new Described("its id", "a01dd832-9607-45f8-9550-d56661ea1379")),
          Map.entry("name", new Described("its name; that of a room without #", "ops")),
          Map.entry("nick", new Described("a person's name", "alice")),
          Map.entry(
              "fingerprint",
              new Described(
                  "the SHA-256 of a certificate",
                  "9f86d081884c7d659a2feaa0c55ad015" + "a3bf4f1b2b0b822cd15d6c15b0f00a08")),
          Map.entry("offset", new Described("a line's offset", 812)),
          Map.entry("room", new Described("only clients, or bans, of this room", "ops")),
          Map.entry("listener", new Described("only clients of this listener", "line")),
          Map.entry("address", new Described("only clients from this address", "192.0.2.7")),
          Map.entry(
              "reason",
              new Described("why: it goes on record, and whoever is taken out is told", "spam")),
          Map.entry("account", new Described("an account's name", "alice")),
          Map.entry("actor", new Described("only what this one changed", "admin")),
          Map.entry("action", new Described("only changes of this kind", "room.change")),
          Map.entry("subject", new Described("only changes of this", "ops")),
          Map.entry("from", new Described("only lines of this person", "alice")),
          Map.entry("since", new Described("only from then on", "2026-11-22T00:00:00Z")),
          Map.entry("until", new Described("only before then", "2026-11-23T00:00:00Z")),
          Map.entry("after", new Described("only lines with a greater offset", 800)),
          Map.entry("before", new Described("only lines with a smaller offset", 900)),
          Map.entry(
              "epoch",
              new Described(
                  "the epoch that the offset is of: if the log has begun anew since, the answer is"
                      + " 409 `epoch_changed`",
                  "0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5")),
          Map.entry(
              "Last-Event-ID",
              new Described("the id of the last event seen, which browsers send", "800")),
          Map.entry(
              IdempotencyKey.HEADER,
              new Described(
                  "names this post, so that it can be asked for again; up to 255 characters",
                  "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"")),
          Map.entry(
              "part",
              new Described(
                  "only those with this in their names, or in clients' addresses", "ali")),
          Map.entry("sort", new Described("the order", "idle")),
          Map.entry("admin", new Described("only admins, or only others", false)),
          Map.entry("disabled", new Described("only disabled ones, or only others", false)),
          Map.entry("q", new Described("only lines with all of these words", "build failed")),
          Map.entry("limit", new Described("how many items at most", 50)),
          Map.entry("cursor", new Described("`next` of the page before", "cm9vbXM6b3Bz")));

  @Override
  public void customise(OpenAPI document) {
    document.getPaths().values().stream()
        .flatMap(path -> path.readOperations().stream())
        .forEach(operation -> complete(operation, document));
  }

  private static void complete(Operation operation, OpenAPI document) {
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(DocumentedExamples::describe);
    }
    if (operation.getRequestBody() != null) {
      exemplify(operation.getRequestBody().getContent(), document);
    }
    operation.getResponses().values().forEach(answer -> exemplify(answer.getContent(), document));
  }

  private static void describe(Parameter parameter) {
    Described described = PARAMETERS.get(parameter.getName());
    if (described != null) {
      parameter.description(described.description).example(described.example);
    }
  }

  private static void exemplify(@Nullable Content content, OpenAPI document) {
    var body = content == null ? null : content.get(MediaType.APPLICATION_JSON_VALUE);
    if (body != null) {
      body.example(example(body.getSchema(), document));
    }
  }

  private static @Nullable Object example(@Nullable Schema<?> schema, OpenAPI document) {
    if (schema == null) {
      return null;
    }
    if (schema.get$ref() != null) {
      String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
      return example(document.getComponents().getSchemas().get(name), document);
    }
    if (schema.getExample() != null) {
      return schema.getExample();
    }
    if (schema.getItems() != null) {
      return Collections.singletonList(example(schema.getItems(), document));
    }
    if (schema.getProperties() == null) {
      return null;
    }
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    schema
        .getProperties()
        .forEach((name, property) -> properties.put(name, example(property, document)));
    return properties;
  }
}
