package dev.parley;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.springframework.boot.logging.StackTracePrinter;

/**
 * Prints a failure and its causes for structured logs, with the messages that {@link LogText}
 * allows. Created by Spring Boot.
 */
final class SafeStackTracePrinter implements StackTracePrinter {

  @Override
  public void printStackTrace(Throwable failure, Appendable out) throws IOException {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    print("", failure, out, seen);
  }

  private static void print(String prefix, Throwable failure, Appendable out, Set<Throwable> seen)
      throws IOException {
    Throwable next = failure;
    String how = prefix;
    while (next != null && seen.add(next)) {
      String message = LogText.message(next);
      out.append(how).append(next.getClass().getName());
      out.append(message == null ? "" : ": " + message).append('\n');
      for (StackTraceElement frame : next.getStackTrace()) {
        out.append("\tat ").append(frame.toString()).append('\n');
      }
      for (Throwable other : next.getSuppressed()) {
        print("Suppressed: ", other, out, seen);
      }
      next = next.getCause();
      how = "Caused by: ";
    }
  }
}
