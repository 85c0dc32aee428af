package dev.parley.dialect.input;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.dialect.input.Request.CommandRequest;
import dev.parley.dialect.input.Request.Refuse;
import dev.parley.dialect.output.JsonObject;
import dev.parley.dialect.output.OutputLines;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Parses a line that is one JSON object into a request: {@code
 * {"room":"ops","text":"several\nlines"}} posts in a room, by default the current one, {@code
 * {"to":"bob","text":"hi"}} sends a private message. A slash in the text has no meaning. The
 * client's {@code ref} is returned in the echo or in the refusal.
 *
 * <p>An object with any other member is refused, so that a misspelt receiver does not send a
 * message to everyone. Used once, by one thread.
 */
public final class JsonInput {

  /** The longest {@code ref}, in characters (UTF-16 code units). */
  public static final int REF_LENGTH = 128;

  private static final String ROOM = "room";
  private static final String TO = "to";
  private static final String TEXT = "text";
  private static final String REF = "ref";
  private static final Set<String> KNOWN = Set.of(ROOM, TO, TEXT, REF);

  private static final String NOT_SENT = " It was not sent.";
  private static final String MALFORMED =
      "That was not one JSON object like {\"room\":\"lobby\",\"text\":\"hello\"} and was not sent.";
  private static final int MAX_SHOWN = 32;

  private final Map<String, String> members = HashMap.newHashMap(KNOWN.size());
  private @Nullable String fault;

  private JsonInput() {}

  /**
   * Parses a line.
   *
   * @param current the room for an object that names none
   */
  public static Request parse(String line, @Nullable RoomName current) {
    JsonInput input = new JsonInput();
    input.read(line);
    Request request = input.request(current);
    String ref = input.members.get(REF);
    return ref == null || ref.length() > REF_LENGTH
        ? request
        : new Request.ReferencedRequest(request, ref);
  }

  private void read(String line) {
    try (JsonParser json = JsonObject.MAPPER.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        fault = MALFORMED;
        return;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        readMember(json);
      }
      fault = json.nextToken() == null ? fault : MALFORMED;
    } catch (JacksonException malformed) {
      fault = MALFORMED;
    }
  }

  /** Reads the next member, also after an error, as the ref may follow. */
  private void readMember(JsonParser json) {
    String name = json.currentName();
    boolean string = json.nextToken() == JsonToken.VALUE_STRING;
    if (!KNOWN.contains(name)) {
      fault(
          "There is no member \""
              + OutputLines.brief(Text.cleanLine(name), MAX_SHOWN)
              + "\": there are room or to, text, and ref.");
    } else if (!string) {
      fault("The member \"" + name + "\" has to be a string.");
    } else if (members.putIfAbsent(name, json.getString()) != null) {
      fault("The member \"" + name + "\" is there twice.");
    }
    json.skipChildren();
  }

  private void fault(String first) {
    fault = fault == null ? first + NOT_SENT : fault;
  }

  private Request request(@Nullable RoomName current) {
    String room = members.get(ROOM);
    String to = members.get(TO);
    String text = members.get(TEXT);
    String ref = members.get(REF);
    if (room != null && to != null) {
      fault("It is for a room or to one person, not both.");
    }
    if (text == null) {
      fault("The member \"text\" is missing.");
    }
    if (ref != null && ref.length() > REF_LENGTH) {
      fault("The member \"ref\" has at most " + REF_LENGTH + " characters.");
    }
    if (fault != null || text == null) {
      return new Refuse(Refusal.MALFORMED_INPUT, fault == null ? MALFORMED : fault);
    }
    if (to != null) {
      return new CommandRequest(new Command.Tell(to, text));
    }
    return room == null
        ? ArgumentParsers.inCurrent((words, name) -> new Command.Say(name, text, ref))
            .of(CommandArguments.NONE, current)
        : new CommandRequest(new Command.Say(room, text, ref));
  }
}
