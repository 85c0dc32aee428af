package dev.parley.chat.api;

/**
 * Result of work: a value, or the refusal to do it.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T> {

  /** The work is done. */
  record Ok<T>(T value) implements Outcome<T> {}

  /** The work is not done. */
  record Refused<T>(Reply.Refused reply) implements Outcome<T> {}
}
