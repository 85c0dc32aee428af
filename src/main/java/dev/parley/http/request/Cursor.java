package dev.parley.http.request;

import dev.parley.http.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Encodes the position in a list as an opaque string: the name of the list and the key of the last
 * item shown. As it is a key and not an index, items that are added or removed between two pages
 * neither repeat nor hide others.
 */
public final class Cursor {

  private static final char SEPARATOR = ':';

  private Cursor() {}

  /** Returns the cursor for the items after a key. */
  public static String after(String list, String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + SEPARATOR + key).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the key in a cursor of that list. */
  public static String key(String list, String cursor) {
    String text = decode(cursor);
    if (!text.startsWith(list + SEPARATOR)) {
      throw invalid();
    }
    return text.substring(list.length() + 1);
  }

  private static String decode(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException malformed) {
      throw invalid();
    }
  }

  /** Returns the problem of a cursor that no page of the list has returned. */
  public static RuntimeException invalid() {
    return Problem.INVALID_CURSOR.because(
        "That is not a cursor that a page of this list has given.");
  }
}
