package dev.parley.http.request;

import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.name.Text;
import dev.parley.http.problem.Problem;
import java.nio.charset.StandardCharsets;

/**
 * Limits reasons and topics to {@code parley.limits.line-bytes}, like lines of input.
 *
 * @param settings hold the limit
 */
public record TextLimit(ChatSettings settings) {

  /**
   * Returns the text without characters that cannot be shown or stored; throws a problem if it is
   * too long.
   */
  public String check(String field, String text) {
    int limit = settings.limits().lineBytes();
    if (limit > 0 && text.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw Problem.of(Refusal.LINE_TOO_LONG)
          .because("The " + field + " is longer than " + limit + " bytes.");
    }
    return Text.cleanLines(text);
  }
}
