package dev.parley.irc.output;

import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.message.TextParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the messages that tell a value of a person or a room. Stateless. */
public final class MetadataMessages {

  /** The command, and the message that tells a value. */
  public static final String VERB = "METADATA";

  private static final String ELLIPSIS = "…";
  private static final int ELLIPSIS_BYTES = 3;

  /** The visibility of a value, which everybody sees. */
  private static final String EVERYBODY = "*";

  private MetadataMessages() {}

  /**
   * Returns a message with a value, or as much of it as there is room for behind long names.
   *
   * @param before the parameters before the person or room
   * @param value the value, null if it is removed
   */
  static IrcMessage of(
      Map<String, String> tags,
      String source,
      String verb,
      List<String> before,
      String target,
      String key,
      @Nullable String value) {
    List<String> params = new ArrayList<>(before);
    params.addAll(List.of(target, key, EVERYBODY));
    if (value == null) {
      return new IrcMessage(tags, source, verb, params);
    }
    IrcMessage whole = new IrcMessage(tags, source, verb, with(params, value));
    int over = whole.length() - IrcMessage.MAX_BYTES;
    if (over <= 0) {
      return whole;
    }
    int room = IrcMessage.MAX_BYTES - new IrcMessage(tags, source, verb, with(params, "")).length();
    String shown = TextParts.of(value, Math.max(room - ELLIPSIS_BYTES, ELLIPSIS_BYTES)).getFirst();
    return new IrcMessage(tags, source, verb, with(params, shown.stripTrailing() + ELLIPSIS));
  }

  private static List<String> with(List<String> params, String last) {
    List<String> all = new ArrayList<>(params);
    all.add(last);
    return all;
  }

  /** Returns a message of the server that tells a value; null for one that is removed. */
  public static IrcMessage told(String server, String target, String key, @Nullable String value) {
    return of(Map.of(), server, VERB, List.of(), target, key, value);
  }

  /** Returns the numeric reply with a value, to the client of a name. */
  public static IrcMessage reply(
      Numeric numeric, String server, String nick, String target, String key, String value) {
    return of(Map.of(), server, numeric.code(), List.of(nick), target, key, value);
  }
}
