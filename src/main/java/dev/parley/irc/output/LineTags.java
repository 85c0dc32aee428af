package dev.parley.irc.output;

import dev.parley.irc.message.IrcMessage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries the tags of a client's line through the core, as the line's reference: those for all
 * receivers, and the label for the sender alone. Stateless.
 */
public final class LineTags {

  /** The key of a client's label. */
  public static final String LABEL = "label";

  /** The key of the joints of a text. No client's tag has it. */
  private static final String JOINTS = "joints";

  /** The key of the client among those that share a session. No client's tag has it. */
  private static final String ORIGIN = "origin";

  private static final Pattern CLIENT_TAG = Pattern.compile("\\+[A-Za-z0-9./-]+");

  private LineTags() {}

  /**
   * Returns a reference for tags, or null if there is none.
   *
   * @param tags the tags that are passed on
   * @param label the label, null for none
   * @param origin the client among those that share a session, null for the first
   * @param joints the joints of the text
   */
  public static @Nullable String reference(
      Map<String, String> tags,
      @Nullable String label,
      @Nullable String origin,
      List<Integer> joints) {
    Map<String, String> kept = new LinkedHashMap<>();
    if (origin != null) {
      kept.put(ORIGIN, origin);
    }
    if (label != null) {
      kept.put(LABEL, label);
    }
    if (!joints.isEmpty()) {
      kept.put(JOINTS, joints.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    kept.putAll(tags);
    return kept.isEmpty() ? null : new IrcMessage(kept, null, "TAGS", List.of()).line();
  }

  /** Returns whether a tag is passed on as it is. */
  public static boolean isOfClient(String key) {
    return CLIENT_TAG.matcher(key).matches();
  }

  /** Returns whether a tag of a reference is for receivers. */
  static boolean isShown(String key) {
    return !key.equals(JOINTS) && !key.equals(ORIGIN);
  }

  /** Returns a message with the tag of the client that sends it. */
  public static IrcMessage withOrigin(IrcMessage message, @Nullable String origin) {
    return origin == null ? message : message.withFirstTag(ORIGIN, origin);
  }

  /** Returns the client that has sent tags, null for the first of those that share a session. */
  public static @Nullable String origin(@Nullable String reference) {
    return reference == null ? null : of(reference).get(ORIGIN);
  }

  /** Returns the joints of a text from the tags of its reference. */
  static List<Integer> joints(Map<String, String> tags) {
    String joints = tags.get(JOINTS);
    return joints == null
        ? List.of()
        : Arrays.stream(joints.split(",", -1)).map(Integer::valueOf).toList();
  }

  /** Returns the tags of a reference. */
  static Map<String, String> of(@Nullable String reference) {
    IrcMessage message = reference == null ? null : IrcMessage.parse(reference);
    return message == null ? Map.of() : message.tags();
  }
}
