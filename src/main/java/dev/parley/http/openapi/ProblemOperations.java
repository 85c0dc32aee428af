package dev.parley.http.openapi;

import dev.parley.chat.api.Refusal;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.security.RequiresScope;
import dev.parley.http.security.ScopeInterceptor;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/** Adds to each operation its id, its security requirements and its problem responses. */
final class ProblemOperations implements OperationCustomizer {

  /** Name of the schema of a problem. */
  static final String SCHEMA = "Problem";

  private static final String CONTENT_TYPE =
      org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;

  /** Returns the schema of problems. */
  static Schema<?> schema() {
    Schema<?> schema = new ObjectSchema().description("RFC 9457");
    schema.addProperty("type", text("identifies the kind").format("uri"));
    schema.addProperty("title", text("the kind in words"));
    schema.addProperty("status", new IntegerSchema().description("the HTTP status"));
    schema.addProperty("detail", text("what happened this time"));
    schema.addProperty("instance", text("the path").format("uri"));
    schema.addProperty("code", text("the kind for machines"));
    schema.required(List.of("type", "title", "status", "detail", "code"));
    return schema;
  }

  private static Schema<?> text(String description) {
    return new StringSchema().description(description);
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    problems(operation, method).stream()
        .collect(
            Collectors.groupingBy(
                problem -> problem.status().value(), TreeMap::new, Collectors.toList()))
        .forEach((status, problems) ->
            operation.getResponses().addApiResponse(status.toString(), answer(problems)));
    operation.setOperationId(id(method));
    operation.setSecurity(security(method));
    return operation;
  }

  /**
   * Returns the unique id of an operation, such as {@code clientsList}; a method's name alone is
   * not unique.
   */
  private static String id(HandlerMethod method) {
    String resource = method.getBeanType().getSimpleName().replace("Controller", "");
    return StringUtils.uncapitalize(resource)
        + StringUtils.capitalize(method.getMethod().getName());
  }

  /** Returns the security requirements: the admin, or a token with the scope, if one is needed. */
  private static List<SecurityRequirement> security(HandlerMethod method) {
    SecurityRequirement admin = new SecurityRequirement().addList(OpenApiConfiguration.ADMIN);
    RequiresScope needs = ScopeInterceptor.needs(method);
    if (needs == null && !ScopeInterceptor.takesAnyToken(method)) {
      return List.of(admin);
    }
    List<String> scopes = needs == null ? List.of() : List.of(needs.value().code());
    return List.of(admin, new SecurityRequirement().addList(OpenApiConfiguration.TOKEN, scopes));
  }

  private static List<Problem> problems(Operation operation, HandlerMethod method) {
    List<Problem> problems = new ArrayList<>();
    problems.add(Problem.UNAUTHORIZED);
    problems.add(Problem.INVALID_TOKEN);
    problems.add(Problem.INSUFFICIENT_SCOPE);
    problems.add(Problem.TOO_MANY_ATTEMPTS);
    problems.add(Problem.of(Refusal.SERVER_BUSY));
    if (operation.getRequestBody() != null) {
      problems.add(Problem.MALFORMED_BODY);
      problems.add(Problem.UNKNOWN_PROPERTY);
      problems.add(Problem.CONTENT_TOO_LARGE);
      problems.add(Problem.UNSUPPORTED_MEDIA_TYPE);
    }
    if (operation.getParameters() != null || operation.getRequestBody() != null) {
      problems.add(Problem.INVALID_REQUEST);
    }
    if (takes(operation, "cursor")) {
      problems.add(Problem.INVALID_CURSOR);
    }
    ProblemResponses refuses = method.getMethodAnnotation(ProblemResponses.class);
    if (refuses != null) {
      for (Refusal refusal : refuses.value()) {
        problems.add(Problem.of(refusal));
      }
      for (String code : refuses.also()) {
        problems.add(Problem.named(code));
      }
    }
    return problems;
  }

  private static boolean takes(Operation operation, String parameter) {
    return operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(p -> parameter.equals(p.getName()));
  }

  private static ApiResponse answer(List<Problem> problems) {
    MediaType content =
        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA));
    problems.forEach(problem -> content.addExamples(problem.code(), of(problem)));
    return new ApiResponse()
        .description(problems.getFirst().status().getReasonPhrase())
        .content(new Content().addMediaType(CONTENT_TYPE, content));
  }

  private static Example of(Problem problem) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", problem.type().toString());
    value.put("title", problem.title());
    value.put("status", problem.status().value());
    value.put("detail", "What happened this time, in a sentence.");
    value.put("code", problem.code());
    return new Example().value(value);
  }
}
