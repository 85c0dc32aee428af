package dev.parley;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes texts safe for the log. Stateless. */
final class LogText {

  private static final int MAX_CAUSES = 20;

  private LogText() {}

  /** Escapes line ends and all other control and format characters. */
  static String escape(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    if (text.codePoints().noneMatch(LogText::isSpecial)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          if (point == '\n') {
            escaped.append("\\n");
          } else if (point == '\r') {
            escaped.append("\\r");
          } else if (isSpecial(point)) {
            escaped.append(String.format("\\u%04x", point));
          } else {
            escaped.appendCodePoint(point);
          }
        });
    return escaped.toString();
  }

  private static boolean isSpecial(int point) {
    if (point == '\t') {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /** Returns the message of a failure, or only its codes if the message may quote a database. */
  static @Nullable String message(Throwable failure) {
    if (failure instanceof SQLException e) {
      return "SQLState " + escape(e.getSQLState()) + ", code " + e.getErrorCode();
    }
    String message = failure.getMessage();
    if (message == null) {
      return null;
    }
    return isOurs(failure) || !comesFromDatabase(failure) ? escape(message) : "(see the cause)";
  }

  /** Returns whether an exception is this program's own, whose message quotes no database. */
  private static boolean isOurs(Throwable failure) {
    return failure.getClass().getPackageName().startsWith(LogText.class.getPackageName());
  }

  private static boolean comesFromDatabase(Throwable failure) {
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SQLException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
