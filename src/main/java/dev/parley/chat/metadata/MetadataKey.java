package dev.parley.chat.metadata;

import java.util.regex.Pattern;

/** Checks the keys of metadata. Stateless. */
public final class MetadataKey {

  /** The maximum length of a key, in characters, which are ASCII. */
  public static final int MAX_LENGTH = 40;

  /** The rule that keys follow, as a sentence. */
  public static final String RULE =
      "A key is 1 to " + MAX_LENGTH + " lower-case letters (a-z), digits and _ . / -";

  private static final Pattern VALID = Pattern.compile("[a-z0-9_./-]{1," + MAX_LENGTH + "}");

  private MetadataKey() {}

  /** Returns whether a text is a key. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }
}
