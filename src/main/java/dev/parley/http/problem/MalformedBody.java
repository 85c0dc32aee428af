package dev.parley.http.problem;

import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Explains errors of a body in terms of JSON rather than of Java. */
final class MalformedBody {

  private MalformedBody() {}

  /** Returns the problem for an exception thrown on reading a body. */
  static ProblemDetail problem(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null) {
      switch (cause) {
        case BodyTooLargeException tooLarge -> {
          return Problem.CONTENT_TOO_LARGE.detail(tooLarge.sentence());
        }
        case UnrecognizedPropertyException unknown -> {
          return Problem.UNKNOWN_PROPERTY.detail("There is no property " + path(unknown) + ".");
        }
        case InputCoercionException beyond -> {
          return unfit(beyond, "is a number that does not fit");
        }
        case InvalidFormatException unfit -> {
          return unfit(unfit, "has a value that does not fit");
        }
        case MismatchedInputException mismatch -> {
          return unfit(mismatch, "is of the wrong type");
        }
        case StreamConstraintsException _ -> {
          return Problem.MALFORMED_BODY.detail(
              "The body is nested too deeply, or a name or a number in it is too long.");
        }
        case JacksonException malformed when malformed.getCause() == null -> {
          return Problem.MALFORMED_BODY.detail("The body is not JSON" + where(malformed) + ".");
        }
        default -> cause = cause.getCause();
      }
    }
    return Problem.MALFORMED_BODY.detail("The body is missing or cannot be read.");
  }

  /** Names the invalid value and, if its type and constraints are known, the expected one. */
  private static ProblemDetail unfit(JacksonException thrown, String otherwise) {
    String expected = null;
    if (!thrown.getPath().isEmpty()) {
      JacksonException.Reference last = thrown.getPath().getLast();
      Object from = last.from();
      Class<?> owner = from instanceof Class<?> type ? type : from == null ? null : from.getClass();
      expected = owner == null ? null : ExpectedValue.ofProperty(owner, last.getPropertyName());
    }
    return Problem.MALFORMED_BODY.detail(
        path(thrown) + " " + Objects.requireNonNullElse(expected, otherwise) + ".");
  }

  private static String path(JacksonException thrown) {
    String path =
        thrown.getPath().stream()
            .map(step -> step.getPropertyName() == null ? "[]" : step.getPropertyName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "The body" : path;
  }

  private static String where(JacksonException malformed) {
    @Nullable TokenStreamLocation at = malformed.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
