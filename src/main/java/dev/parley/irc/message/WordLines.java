package dev.parley.irc.message;

import dev.parley.chat.name.Text;
import java.util.ArrayList;
import java.util.List;

/** Joins words to lines, as many in each as fit. Stateless; any thread may call it. */
public final class WordLines {

  private WordLines() {}

  /**
   * Returns lines of words, none for no words.
   *
   * @param maxBytes the maximum length of a line in UTF-8, unless a single word is longer
   */
  public static List<String> of(List<String> words, String separator, int maxBytes) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int bytes = 0;
    for (String word : words) {
      int more = Text.utf8Length(word) + separator.length();
      if (!line.isEmpty() && bytes + more > maxBytes) {
        lines.add(line.toString());
        line.setLength(0);
        bytes = 0;
      }
      line.append(line.isEmpty() ? "" : separator).append(word);
      bytes += more;
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
