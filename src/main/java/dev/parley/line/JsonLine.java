package dev.parley.line;

import dev.parley.chat.history.Entry;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON object on a line of its own, member by member. Names are without {@code #}. */
final class JsonLine {

  /** Reads and writes what this dialect has of JSON. */
  static final JsonMapper MAPPER = new JsonMapper();

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ObjectNode object;

  private JsonLine(ObjectNode object) {
    this.object = object;
  }

  /** An object of that type. */
  static JsonLine of(String type) {
    return new JsonLine(MAPPER.createObjectNode()).with("type", type);
  }

  /** An object for a line of a room's log. */
  static JsonLine of(RoomName room, String epoch, Entry entry) {
    String type =
        switch (entry.kind()) {
          case MESSAGE -> "message";
          case EMOTE -> "emote";
          case TOPIC -> "topic";
        };
    JsonLine line =
        of(type)
            .with("room", room)
            .with("offset", entry.offset())
            .with("epoch", epoch)
            .with("at", entry.at())
            .with("from", entry.from())
            .with("text", entry.text());
    return entry.redacted() ? line.with("redacted", true) : line;
  }

  JsonLine with(String name, String value) {
    object.put(name, value);
    return this;
  }

  JsonLine with(String name, long value) {
    object.put(name, value);
    return this;
  }

  JsonLine with(String name, boolean value) {
    object.put(name, value);
    return this;
  }

  JsonLine with(String name, Instant value) {
    return with(name, MILLIS.format(value));
  }

  JsonLine with(String name, Nick value) {
    return with(name, value.value());
  }

  JsonLine with(String name, RoomName value) {
    return with(name, value.value());
  }

  /** A member that is left out where the text is empty. */
  JsonLine withAny(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  /** The client's own mark for what it sent, left out where there is none. */
  JsonLine withRef(@Nullable String ref) {
    return ref == null ? this : with("ref", ref);
  }

  /** An array of names. */
  JsonLine withNames(String name, Collection<Nick> nicks) {
    ArrayNode array = object.putArray(name);
    nicks.forEach(nick -> array.add(nick.value()));
    return this;
  }

  /** An array of objects, one for each item. */
  <T> JsonLine withObjects(String name, Collection<T> items, Members<T> members) {
    ArrayNode array = object.putArray(name);
    items.forEach(item -> members.of(item).accept(new JsonLine(array.addObject())));
    return this;
  }

  /** The members of the object that stands for an item. */
  interface Members<T> {
    Consumer<JsonLine> of(T item);
  }

  /** The object, ended by LF. */
  String end() {
    return MAPPER.writeValueAsString(object) + "\n";
  }
}
