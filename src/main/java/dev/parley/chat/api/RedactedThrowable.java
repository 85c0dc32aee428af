package dev.parley.chat.api;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries the types and the stack traces of a throwable and its causes, and none of their messages,
 * so that it can be logged: messages, as those of databases, may quote texts of users.
 */
public final class RedactedThrowable extends Exception {

  private static final long serialVersionUID = 1;

  private RedactedThrowable(
      Throwable thrown, String description, @Nullable RedactedThrowable cause) {
    super(description, cause, false, true);
    setStackTrace(thrown.getStackTrace());
  }

  /** Copies a throwable with its causes; those of a circle once. */
  public static RedactedThrowable of(Throwable thrown) {
    return of(thrown, failure -> failure.getClass().getName());
  }

  /**
   * Copies a throwable with its causes; those of a circle once.
   *
   * @param description describes each throwable, without texts of users
   */
  public static RedactedThrowable of(Throwable thrown, Function<Throwable, String> description) {
    return of(thrown, description, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static RedactedThrowable of(
      Throwable thrown, Function<Throwable, String> description, Set<Throwable> seen) {
    Throwable cause = seen.add(thrown) ? thrown.getCause() : null;
    return new RedactedThrowable(
        thrown,
        description.apply(thrown),
        cause == null || seen.contains(cause) ? null : of(cause, description, seen));
  }
}
