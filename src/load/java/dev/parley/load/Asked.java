package dev.parley.load;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request for lines of the lobby, and what must come of it.
 *
 * @param way how it is asked
 * @param text a line, or a path with its query
 * @param offsets those of the lines in the answer, in its order
 * @param more whether there are more lines, and the answer says so
 */
record Asked(Way way, String text, List<Long> offsets, boolean more) {

  /** How the server is asked. */
  enum Way {
    /** By a line, in JSON mode: each line of the answer is an object. */
    LINE,
    /** By GET: the answer is an object. */
    HTTP
  }

  /** How much of a wrong answer is shown. */
  private static final int SAMPLE = 500;

  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\{\"type\":\"message\",\"room\":\"lobby\",\"offset\":([0-9]+),\"epoch\":\"[^\"]+\","
              + "\"at\":\"[^\"]+\",\"from\":\"([^\"]*)\",\"text\":\"([^\"]*)\"");

  private static final Pattern MORE =
      Pattern.compile("\"text\":\"(More|Older lines|There are older ones): |\"next\":\"");

  /** How many lines the answer has by the line protocol. */
  int lines() {
    return offsets.size() + (more ? 1 : 0);
  }

  /**
   * Holds an answer against what the room holds.
   *
   * @throws LoadException where a line is missing, too much, changed or in the wrong place
   */
  void check(String answer, Contents room) {
    Matcher message = MESSAGE.matcher(answer);
    for (long offset : offsets) {
      if (!message.find()) {
        throw wrong("has no line " + offset, answer);
      }
      if (Long.parseLong(message.group(1)) != offset) {
        throw wrong("has line " + message.group(1) + " in place of " + offset, answer);
      }
      if (!message.group(2).equals(room.from(offset))
          || !message.group(3).equals(room.text(offset))) {
        throw wrong("has line " + offset + " changed", answer);
      }
    }
    if (message.find()) {
      throw wrong("has line " + message.group(1) + " too much", answer);
    }
    if (MORE.matcher(answer).find() != more) {
      throw wrong("is wrong on whether there is more", answer);
    }
  }

  private LoadException wrong(String how, String answer) {
    String begin = answer.substring(0, Math.min(SAMPLE, answer.length())).strip();
    return new LoadException("The answer to " + text + " " + how + ": " + begin);
  }
}
