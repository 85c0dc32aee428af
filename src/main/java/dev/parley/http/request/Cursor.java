package dev.parley.http.request;

import dev.parley.http.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins, in a form that clients do not look into: the name of the
 * list and the key of the last item shown. As it is a key and no number, items that come and go
 * between two pages neither repeat nor hide others.
 */
public final class Cursor {

  private static final char SEPARATOR = ':';

  private Cursor() {}

  /** The cursor for what follows a key. */
  public static String after(String list, String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((list + SEPARATOR + key).getBytes(StandardCharsets.UTF_8));
  }

  /** The key in a cursor of that list. */
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

  /** The problem of a cursor that no page of the list has given. */
  public static RuntimeException invalid() {
    return Problem.INVALID_CURSOR.because(
        "That is not a cursor that a page of this list has given.");
  }
}
