package dev.parley.dialect.output;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds one JSON object on a line of its own, member by member. Room names are without {@code #}.
 */
public final class JsonObject {

  /** Mapper for the JSON of this dialect. */
  public static final JsonMapper MAPPER = new JsonMapper();

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ObjectNode object;

  private JsonObject(ObjectNode object) {
    this.object = object;
  }

  /** Returns an object of that type. */
  static JsonObject of(String type) {
    return new JsonObject(MAPPER.createObjectNode()).with("type", type);
  }

  /** Returns an object for a line of a room's log. */
  static JsonObject of(RoomName room, String epoch, LogEntry entry) {
    String type =
        switch (entry.kind()) {
          case MESSAGE, NOTICE -> "message";
          case EMOTE -> "emote";
          case TOPIC -> "topic";
        };
    JsonObject line =
        of(type)
            .with("room", room)
            .with("offset", entry.offset())
            .with("epoch", epoch)
            .with("at", entry.at())
            .with("from", entry.from())
            .with("text", entry.text());
    if (entry.kind() == LogEntry.Kind.NOTICE) {
      line.with("notice", true);
    }
    return entry.redacted() ? line.with("redacted", true) : line;
  }

  JsonObject with(String name, String value) {
    object.put(name, value);
    return this;
  }

  JsonObject with(String name, long value) {
    object.put(name, value);
    return this;
  }

  JsonObject with(String name, boolean value) {
    object.put(name, value);
    return this;
  }

  JsonObject with(String name, Instant value) {
    return with(name, MILLIS.format(value));
  }

  JsonObject with(String name, Nick value) {
    return with(name, value.value());
  }

  JsonObject with(String name, RoomName value) {
    return with(name, value.value());
  }

  /** Adds a member unless the text is empty. */
  JsonObject withAny(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  /** Adds a member if it is true. */
  JsonObject withAny(String name, boolean value) {
    return value ? with(name, true) : this;
  }

  /** Adds the client's reference of its line, if there is one. */
  JsonObject withRef(@Nullable String ref) {
    return ref == null ? this : with("ref", ref);
  }

  /** Adds an array of names. */
  JsonObject with(String name, List<?> texts) {
    ArrayNode array = object.putArray(name);
    texts.forEach(text -> array.add(text.toString()));
    return this;
  }

  JsonObject withNames(String name, Collection<Nick> nicks) {
    ArrayNode array = object.putArray(name);
    nicks.forEach(nick -> array.add(nick.value()));
    return this;
  }

  /** Adds an array of objects, one for each item. */
  <T> JsonObject withObjects(String name, Collection<T> items, Members<T> members) {
    ArrayNode array = object.putArray(name);
    items.forEach(item -> members.of(item).accept(new JsonObject(array.addObject())));
    return this;
  }

  /** Adds the members of the object for an item. */
  interface Members<T> {
    Consumer<JsonObject> of(T item);
  }

  /** Returns the object, ended by LF. */
  String end() {
    return MAPPER.writeValueAsString(object) + "\n";
  }
}
