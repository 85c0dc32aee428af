package dev.parley;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Requires a size of 0 or more. */
@Documented
@Constraint(validatedBy = NotNegative.OfSize.class)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@interface NotNegative {

  /** Returns the error message, as a clause. */
  String message() default "must not be negative";

  /** Required by Bean Validation, and unused. */
  Class<?>[] groups() default {};

  /** Required by Bean Validation, and unused. */
  Class<? extends Payload>[] payload() default {};

  /** Validates a {@link DataSize}. */
  final class OfSize implements ConstraintValidator<NotNegative, DataSize> {
    @Override
    public boolean isValid(@Nullable DataSize size, ConstraintValidatorContext context) {
      return size == null || !size.isNegative();
    }
  }
}
