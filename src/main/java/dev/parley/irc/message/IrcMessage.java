package dev.parley.irc.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Represents a message of IRC (RFC 1459, section 2.3, with the tags of IRCv3). Immutable.
 *
 * @param tags the tags by key, in the order of sending; a tag without a value has an empty one
 * @param source who sent it: a server or {@code nick!user@host}; null for none
 * @param verb the command or the number of a reply
 * @param params the parameters; only the last one can be empty, begin with a colon or have spaces
 */
public record IrcMessage(
    Map<String, String> tags, @Nullable String source, String verb, List<String> params) {

  /** The maximum length of a message without its tags, in bytes, its end included. */
  public static final int MAX_BYTES = 512;

  /** The length of the end of a message, in bytes. */
  public static final int END_BYTES = 2;

  /** Copies the parameters. */
  public IrcMessage {
    params = List.copyOf(params);
  }

  /** Creates a message without tags. */
  public static IrcMessage of(@Nullable String source, String verb, String... params) {
    return new IrcMessage(Map.of(), source, verb, List.of(params));
  }

  /** Parses a line without its end, or returns null if it has no command. */
  public static @Nullable IrcMessage parse(String line) {
    Map<String, String> tags = Map.of();
    String source = null;
    int at = skipSpaces(line, 0);
    if (at < line.length() && line.charAt(at) == '@') {
      int end = wordEnd(line, at);
      tags = MessageTags.parse(line.substring(at + 1, end));
      at = skipSpaces(line, end);
    }
    if (at < line.length() && line.charAt(at) == ':') {
      int end = wordEnd(line, at);
      source = line.substring(at + 1, end);
      at = skipSpaces(line, end);
    }
    int end = wordEnd(line, at);
    if (end == at) {
      return null;
    }
    return new IrcMessage(tags, source, line.substring(at, end), params(line, end));
  }

  private static List<String> params(String line, int from) {
    List<String> params = new ArrayList<>();
    int at = skipSpaces(line, from);
    while (at < line.length() && line.charAt(at) != ':') {
      int end = wordEnd(line, at);
      params.add(line.substring(at, end));
      at = skipSpaces(line, end);
    }
    if (at < line.length()) {
      params.add(line.substring(at + 1));
    }
    return params;
  }

  private static int skipSpaces(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int wordEnd(String line, int from) {
    int space = line.indexOf(' ', from);
    return space < 0 ? line.length() : space;
  }

  /** Returns the parameter of an index, or an empty text. */
  public String param(int index) {
    return index < params.size() ? params.get(index) : "";
  }

  /** Returns this message with a tag behind its tags. */
  public IrcMessage withTag(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(key, value);
    return new IrcMessage(more, source, verb, params);
  }

  /** Returns this message with a tag before its tags. */
  public IrcMessage withFirstTag(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put(key, value);
    more.putAll(tags);
    return new IrcMessage(more, source, verb, params);
  }

  /** Returns this message as a line without its end. */
  public String line() {
    StringBuilder line = new StringBuilder(128);
    MessageTags.append(line, tags);
    if (source != null) {
      line.append(':').append(source).append(' ');
    }
    line.append(verb);
    for (int i = 0; i < params.size(); i++) {
      String param = params.get(i);
      line.append(' ');
      if (i == params.size() - 1 && (isTrailing(param) || isText())) {
        line.append(':');
      }
      line.append(param);
    }
    return line.toString();
  }

  /** Returns whether a parameter can only be the last, with a colon before it. */
  public static boolean isTrailing(String param) {
    return param.isEmpty() || param.charAt(0) == ':' || param.indexOf(' ') >= 0;
  }

  /** Returns whether the last of several parameters is text, which always has a colon before it. */
  private boolean isText() {
    return switch (verb) {
      case "PRIVMSG", "NOTICE", "TOPIC", "PART", "KICK", "QUIT", "ERROR", "AWAY", "353", "319" ->
          params.size() > 1 || verb.equals("QUIT") || verb.equals("ERROR") || verb.equals("AWAY");
      default -> false;
    };
  }

  /** Returns this message as bytes in UTF-8, with its end. */
  public byte[] bytes() {
    return (line() + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the length without the tags, in bytes, with the end. */
  public int length() {
    IrcMessage untagged = tags.isEmpty() ? this : new IrcMessage(Map.of(), source, verb, params);
    return untagged.line().getBytes(StandardCharsets.UTF_8).length + END_BYTES;
  }

  /** Leaves the parameters out, so that messages and passwords stay out of logs. */
  @Override
  public String toString() {
    return "IrcMessage[" + verb + ", " + params.size() + " parameters]";
  }
}
