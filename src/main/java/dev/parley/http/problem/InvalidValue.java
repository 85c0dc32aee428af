package dev.parley.http.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Describes the error of one value of a request; a problem lists them as its {@code errors}.
 *
 * @param field name of the property or parameter
 * @param message the requirement: {@code must not be blank}
 */
public record InvalidValue(String field, String message) {

  /** Returns the problem of a request with these errors. */
  static ProblemDetail problem(List<InvalidValue> errors) {
    String sentence =
        errors.stream()
            .map(error -> error.field + " " + error.message)
            .collect(Collectors.joining("; ", "", "."));
    ProblemDetail problem = Problem.INVALID_REQUEST.detail(sentence);
    problem.setProperty("errors", errors);
    return problem;
  }

  /** Returns the exception for a request with these errors. */
  public static ErrorResponseException thrown(List<InvalidValue> errors) {
    return new ErrorResponseException(Problem.INVALID_REQUEST.status(), problem(errors), null);
  }

  /** Returns the exception for a request with one error. */
  public static ErrorResponseException of(String field, String message) {
    return thrown(List.of(new InvalidValue(field, message)));
  }
}
