package dev.parley.load;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Writes maps, lists, numbers and texts as JSON (RFC 8259), indented. What is no number is null.
 */
final class Json {

  private Json() {}

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, "\n");
    return out.append('\n').toString();
  }

  private static void write(StringBuilder out, Object value, String line) {
    switch (value) {
      case Map<?, ?> map -> {
        String between = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(between).append(line).append("  ");
          text(out, entry.getKey().toString());
          out.append(": ");
          write(out, entry.getValue(), line + "  ");
          between = ",";
        }
        out.append(map.isEmpty() ? "{}" : line + "}");
      }
      case Collection<?> items -> {
        String between = "[";
        for (Object item : items) {
          out.append(between).append(line).append("  ");
          write(out, item, line + "  ");
          between = ",";
        }
        out.append(items.isEmpty() ? "[]" : line + "]");
      }
      case Double number when !Double.isFinite(number) -> out.append("null");
      case Double number -> out.append(String.format(Locale.ROOT, "%.4f", number));
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> text(out, value.toString());
    }
  }

  private static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
