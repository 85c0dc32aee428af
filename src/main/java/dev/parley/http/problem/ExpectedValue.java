package dev.parley.http.problem;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Describes the expected value in place of an invalid one, by its type and its constraints. */
final class ExpectedValue {

  private ExpectedValue() {}

  /**
   * Describes the expected value of a property of a record, as a clause; returns null if its type
   * has no description.
   */
  static @Nullable String ofProperty(Class<?> owner, @Nullable String property) {
    for (RecordComponent component : components(owner)) {
      if (component.getName().equals(property)) {
        return of(component.getType(), component.getAccessor());
      }
    }
    return null;
  }

  private static RecordComponent[] components(Class<?> type) {
    return type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
  }

  /**
   * Describes the expected value of a type, as a clause; returns null if the type has no
   * description.
   *
   * @param constrained bears the constraints
   */
  static @Nullable String of(@Nullable Class<?> type, AnnotatedElement constrained) {
    if (type == Boolean.class || type == boolean.class) {
      return "must be true or false";
    }
    if (type == Instant.class) {
      return "must be a time, like 2026-11-22T10:15:30Z";
    }
    if (type == Integer.class || type == int.class) {
      return range(Integer.MIN_VALUE, Integer.MAX_VALUE, constrained);
    }
    if (type == Long.class || type == long.class) {
      return range(Long.MIN_VALUE, Long.MAX_VALUE, constrained);
    }
    return null;
  }

  private static String range(long least, long most, AnnotatedElement constrained) {
    Min min = constrained.getAnnotation(Min.class);
    Max max = constrained.getAnnotation(Max.class);
    long from = min == null ? least : min.value();
    if (constrained.isAnnotationPresent(PositiveOrZero.class)) {
      from = 0;
    } else if (constrained.isAnnotationPresent(Positive.class)) {
      from = 1;
    }
    return "must be a whole number from " + from + " to " + (max == null ? most : max.value());
  }
}
