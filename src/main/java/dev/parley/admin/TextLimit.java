package dev.parley.admin;

import dev.parley.chat.ChatSettings;
import dev.parley.chat.Refusal;
import dev.parley.chat.name.Text;
import java.nio.charset.StandardCharsets;

/**
 * Holds reasons and topics to {@code parley.limits.line-bytes}, as whatever a person could say
 * instead.
 *
 * @param settings where the limit stands
 */
record TextLimit(ChatSettings settings) {

  /** The text without what could not be shown or stored, unless it is too long. */
  String check(String field, String text) {
    int limit = settings.limits().lineBytes();
    if (limit > 0 && text.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw Problem.of(Refusal.LINE_TOO_LONG)
          .because("The " + field + " is longer than " + limit + " bytes.");
    }
    return Text.cleanLines(text);
  }
}
