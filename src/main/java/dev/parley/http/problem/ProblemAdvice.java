package dev.parley.http.problem;

import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.history.StoreUnavailableException;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/** Maps exceptions of controllers and of their arguments to problems. */
@RestControllerAdvice
public final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  /** Handles exceptions that Spring has no handler for: a bug, or a closed connection. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> unexpected(Exception thrown, WebRequest request) {
    if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
      log.debug("The client has gone", thrown);
      return null;
    }
    log.error("{} failed", request.getDescription(false), thrown);
    return answer(thrown, Problem.INTERNAL.detail("The server made a mistake."), request);
  }

  /** Handles a query with invalid percent-encoding, which Tomcat detects when it is first read. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> undecodable(
      InvalidParameterException thrown, WebRequest request) {
    return answer(thrown, Problem.INVALID_REQUEST.detail("The query is malformed."), request);
  }

  /** Handles a log that cannot be read or changed now. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> unavailable(
      StoreUnavailableException thrown, WebRequest request) {
    String sentence = String.valueOf(thrown.getMessage());
    return answer(thrown, Problem.of(Refusal.LOG_UNAVAILABLE).detail(sentence), request);
  }

  /** Handles a password that cannot be hashed now. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> busy(PasswordQueueFullException thrown, WebRequest request) {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(thrown.retryAfter().toSeconds()));
    String detail = String.valueOf(thrown.getMessage());
    return answer(thrown, Problem.of(Refusal.SERVER_BUSY).detail(detail), headers, request);
  }

  /** Handles JSON that is well-formed but invalid. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> unfit(JacksonException thrown, WebRequest request) {
    return answer(thrown, MalformedBody.problem(thrown), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(thrown, MalformedBody.problem(thrown), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<InvalidValue> errors =
        thrown.getBindingResult().getFieldErrors().stream()
            .map(error -> new InvalidValue(error.getField(), message(error)))
            .toList();
    return answer(thrown, InvalidValue.problem(errors), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    List<InvalidValue> errors =
        thrown.getParameterValidationResults().stream()
            .flatMap(result ->
                result.getResolvableErrors().stream()
                    .map(error ->
                        new InvalidValue(
                            String.valueOf(result.getMethodParameter().getParameterName()),
                            message(error))))
            .toList();
    return answer(thrown, InvalidValue.problem(errors), request);
  }

  private static String message(MessageSourceResolvable error) {
    return String.valueOf(error.getDefaultMessage());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name =
        thrown instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(thrown.getPropertyName());
    AnnotatedElement constrained =
        thrown instanceof MethodArgumentTypeMismatchException argument
            ? argument.getParameter().getParameter()
            : ProblemAdvice.class;
    String wanted = ExpectedValue.of(thrown.getRequiredType(), constrained);
    List<InvalidValue> errors =
        List.of(new InvalidValue(name, Objects.requireNonNullElse(wanted, "does not fit")));
    return answer(thrown, InvalidValue.problem(errors), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(thrown, Problem.NOT_FOUND.detail("There is nothing here."), request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String sentence = thrown.getMethod() + " is not possible here; see the Allow header.";
    return answer(thrown, Problem.METHOD_NOT_ALLOWED.detail(sentence), headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        Problem.UNSUPPORTED_MEDIA_TYPE.detail(
            "Send the body as application/json; curl has --json for it.");
    return answer(thrown, problem, headers, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
      HttpMediaTypeNotAcceptableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = Problem.NOT_ACCEPTABLE.detail("There is only application/json here.");
    return answer(thrown, problem, headers, request);
  }

  private @Nullable ResponseEntity<Object> answer(
      Exception thrown, ProblemDetail problem, WebRequest request) {
    return answer(thrown, problem, HttpHeaders.EMPTY, request);
  }

  private @Nullable ResponseEntity<Object> answer(
      Exception thrown, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
    HttpStatusCode status = HttpStatusCode.valueOf(problem.getStatus());
    return handleExceptionInternal(thrown, problem, headers, status, request);
  }

  /**
   * Completes every response: an error of Spring's has no code yet and gets the kind of its status.
   */
  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    ProblemDetail problem =
        body instanceof ProblemDetail detail && detail.getProperties() != null
            ? detail
            : Problem.of(status).detail(explained(body));
    if (request instanceof ServletWebRequest servlet) {
      problem.setInstance(ProblemWriter.instance(servlet.getRequest()));
    }
    // Set here, so that it is sent whatever the client accepts.
    HttpHeaders all = new HttpHeaders(headers);
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return super.createResponseEntity(problem, all, status, request);
  }

  private static String explained(@Nullable Object body) {
    String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
    return detail == null ? "The request cannot be answered." : detail;
  }
}
