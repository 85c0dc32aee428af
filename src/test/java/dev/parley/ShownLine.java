package dev.parley;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Represents a line of a room as shown by JSON mode, a stream, an export or a page: the same
 * everywhere.
 */
record ShownLine(
    String type, String room, long offset, String epoch, Instant at, String from, String text) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Returns the line that an object shows, or null where it shows something else. */
  static @Nullable ShownLine parse(String object) {
    return of(JSON.readTree(object));
  }

  static @Nullable ShownLine of(JsonNode object) {
    if (!object.has("offset") || !object.has("text")) {
      return null;
    }
    return new ShownLine(
        object.get("type").asString(),
        object.get("room").asString(),
        object.get("offset").asLong(),
        object.get("epoch").asString(),
        Instant.parse(object.get("at").asString()),
        object.get("from").asString(),
        object.get("text").asString());
  }
}
