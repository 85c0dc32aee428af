package dev.parley.chat.api;

/**
 * Represents the result of an operation: a value, or a refusal.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T> {

  /** The operation succeeded. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** The operation was refused. */
  record Refused<T>(Reply.Refused reply) implements Outcome<T> {}
}
