package dev.parley.http.request;

import dev.parley.http.problem.InvalidValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Represents the value of the header {@code Idempotency-Key}
 * (draft-ietf-httpapi-idempotency-key-header): a string with or without quotes.
 */
public record IdempotencyKey(String value) {

  /** Name of the request header. */
  public static final String HEADER = "Idempotency-Key";

  /** Name of the response header that marks a repeated response. */
  public static final String REPLAYED = "Idempotency-Replayed";

  private static final int MAX_LENGTH = 255;
  private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])+)\"");
  private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-~]+");

  /** Parses the key in a header; throws a problem if it is malformed. */
  public static IdempotencyKey parse(String header) {
    Matcher quoted = QUOTED.matcher(header);
    String value = header;
    if (quoted.matches()) {
      value = quoted.group(1);
    } else if (!BARE.matcher(header).matches()) {
      value = "";
    }
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw InvalidValue.of(
          HEADER, "must have 1 to " + MAX_LENGTH + " printable ASCII characters, in quotes");
    }
    return new IdempotencyKey(value);
  }
}
