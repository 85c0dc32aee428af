package dev.parley.chat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries the types and the stack traces of a throwable and its causes, and none of their messages,
 * so that it can be logged: a message may quote what people said.
 */
public final class Fault extends Exception {

  private static final long serialVersionUID = 1;

  private Fault(Throwable thrown, @Nullable Fault cause) {
    super(thrown.getClass().getName(), cause, false, true);
    setStackTrace(thrown.getStackTrace());
  }

  /** Copies a throwable with its causes; those of a circle once. */
  public static Fault of(Throwable thrown) {
    return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static Fault of(Throwable thrown, Set<Throwable> seen) {
    Throwable cause = seen.add(thrown) ? thrown.getCause() : null;
    return new Fault(thrown, cause == null || seen.contains(cause) ? null : of(cause, seen));
  }
}
