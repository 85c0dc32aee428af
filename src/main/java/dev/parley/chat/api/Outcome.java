package dev.parley.chat.api;

/**
 * Represents the result of work: a value, or a refusal.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T> {

  /** The work is done. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** The work is not done. */
  record Refused<T>(Reply.Refused reply) implements Outcome<T> {}
}
