package dev.parley.admin;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body, in terms of JSON rather than of Java. */
final class MalformedBody {

  private MalformedBody() {}

  /** The problem for what was thrown on reading a body. */
  static ProblemDetail problem(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null) {
      switch (cause) {
        case BodyTooLarge tooLarge -> {
          return Problem.CONTENT_TOO_LARGE.detail(tooLarge.sentence());
        }
        case UnrecognizedPropertyException unknown -> {
          return Problem.UNKNOWN_PROPERTY.detail("There is no property " + path(unknown) + ".");
        }
        case InvalidFormatException unfit -> {
          return Problem.MALFORMED_BODY.detail(path(unfit) + " has a value that does not fit.");
        }
        case MismatchedInputException mismatch -> {
          return Problem.MALFORMED_BODY.detail(path(mismatch) + " is of the wrong type.");
        }
        case JacksonException malformed when malformed.getCause() == null -> {
          return Problem.MALFORMED_BODY.detail("The body is not JSON" + where(malformed) + ".");
        }
        default -> cause = cause.getCause();
      }
    }
    return Problem.MALFORMED_BODY.detail("The body is missing or cannot be read.");
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
    return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
