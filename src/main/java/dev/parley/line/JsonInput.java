package dev.parley.line;

import dev.parley.chat.Command;
import dev.parley.chat.Refusal;
import dev.parley.chat.name.RoomName;
import dev.parley.line.Request.Ask;
import dev.parley.line.Request.Refuse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes a request of a line that is one JSON object, {@code
 * {"room":"ops","text":"several\nlines"}}. Its text is said as it is, slash or not; members of
 * other names are passed over.
 */
final class JsonInput {

  private static final Refuse MALFORMED =
      new Refuse(
          Refusal.MALFORMED_INPUT,
          "That was not one JSON object like {\"room\":\"lobby\",\"text\":\"hello\"} and was not"
              + " sent.");

  private JsonInput() {}

  /**
   * What the object asks for.
   *
   * @param current the room for an object that names none
   */
  static Request parse(String line, @Nullable RoomName current) {
    JsonNode object;
    try {
      object = JsonLine.MAPPER.readTree(line);
    } catch (JacksonException malformed) {
      return MALFORMED;
    }
    JsonNode room = object.path("room");
    JsonNode text = object.path("text");
    if (!text.isString() || !(room.isString() || room.isMissingNode())) {
      return MALFORMED;
    }
    return room.isString()
        ? new Ask(new Command.Say(room.stringValue(), text.stringValue()))
        : Meanings.inCurrent((words, name) -> new Command.Say(name, text.stringValue()))
            .of(Words.NONE, current);
  }
}
