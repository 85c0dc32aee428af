package dev.parley.chat.api;

import java.util.function.Function;

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

  /** Represents success without a value. */
  enum Success {
    /** The only value. */
    SUCCESS
  }

  /** Returns success without a value. */
  static Outcome<Success> success() {
    return new Ok<>(Success.SUCCESS);
  }

  /** Returns a refusal with its text for people. */
  static <T> Outcome<T> refused(Refusal refusal, String text) {
    return new Refused<>(new Reply.Refused(refusal, text));
  }

  /** Returns the outcome with its value converted; a refusal stays. */
  default <R> Outcome<R> map(Function<? super T, ? extends R> conversion) {
    return switch (this) {
      case Ok<T>(T value) -> new Ok<>(conversion.apply(value));
      case Refused<T>(Reply.Refused refused) -> new Refused<>(refused);
    };
  }

  /** Returns the reply to an asker: the refusal, or the value as a reply. */
  default Reply toReply(Function<? super T, ? extends Reply> form) {
    return switch (this) {
      case Ok<T>(T value) -> form.apply(value);
      case Refused<T>(Reply.Refused refused) -> refused;
    };
  }
}
