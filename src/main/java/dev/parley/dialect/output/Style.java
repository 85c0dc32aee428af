package dev.parley.dialect.output;

/**
 * Identifies one of the encodings of an event.
 *
 * @param json whether it is a JSON object; if so, only the line end differs between receivers
 * @param elsewhere whether it is about another room than the receiver's current one
 * @param own whether the receiver sent it: the echo has its offset, or as JSON its ref
 * @param time whether it is shown with the time
 * @param crlf whether lines end in CR LF rather than LF
 */
public record Style(boolean json, boolean elsewhere, boolean own, boolean time, boolean crlf) {

  /** Number of styles. */
  public static final int COUNT = 20;

  private static final int CRLF = 1;
  private static final int TIME = 2;
  private static final int OWN = 4;
  private static final int ELSEWHERE = 8;
  private static final int JSON = 16;
  private static final int JSON_OWN = 2;

  /** Returns the style of a number below {@link #COUNT}. */
  public static Style of(int number) {
    if ((number & JSON) != 0) {
      return new Style(true, false, (number & JSON_OWN) != 0, false, (number & CRLF) != 0);
    }
    return new Style(
        false,
        (number & ELSEWHERE) != 0,
        (number & OWN) != 0,
        (number & TIME) != 0,
        (number & CRLF) != 0);
  }

  /** Returns the number of this style. */
  int number() {
    int end = crlf ? CRLF : 0;
    return json
        ? JSON + (own ? JSON_OWN : 0) + end
        : end + (time ? TIME : 0) + (own ? OWN : 0) + (elsewhere ? ELSEWHERE : 0);
  }
}
