package dev.parley.load;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query for lines of the lobby, with the expected answer.
 *
 * @param access protocol that the query is sent by
 * @param text a line, or a path with its query string
 * @param offsets expected offsets, in the order of the answer
 * @param more true if the answer must say that there are more lines
 */
record HistoryQuery(Access access, String text, List<Long> offsets, boolean more) {

  /** The protocol that a query is sent by. */
  enum Access {
    /** The line protocol in JSON mode: each line of the answer is an object. */
    LINE,
    /** A GET request: the answer is an object. */
    HTTP
  }

  /** Number of characters of a wrong answer in the exception's message. */
  private static final int MAX_QUOTED = 500;

  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\{\"type\":\"message\",\"room\":\"lobby\",\"offset\":([0-9]+),\"epoch\":\"[^\"]+\","
              + "\"at\":\"[^\"]+\",\"from\":\"([^\"]*)\",\"text\":\"([^\"]*)\"");

  private static final Pattern MORE =
      Pattern.compile("\"text\":\"(More|Older lines|There are older ones): |\"next\":\"");

  /** Returns the number of lines that the answer has in the line protocol. */
  int lineCount() {
    return offsets.size() + (more ? 1 : 0);
  }

  /**
   * Checks an answer against the contents of the room.
   *
   * @throws LoadException if a line is missing, unexpected, changed or in the wrong place
   */
  void check(String answer, RoomContents room) {
    Matcher message = MESSAGE.matcher(answer);
    for (long offset : offsets) {
      if (!message.find()) {
        throw wrong("has no line " + offset, answer);
      }
      if (Long.parseLong(message.group(1)) != offset) {
        throw wrong("has line " + message.group(1) + " in place of " + offset, answer);
      }
      if (!message.group(2).equals(room.senderName(offset))
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
    String begin = answer.substring(0, Math.min(MAX_QUOTED, answer.length())).strip();
    return new LoadException("The answer to " + text + " " + how + ": " + begin);
  }
}
