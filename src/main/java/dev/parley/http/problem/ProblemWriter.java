package dev.parley.http.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems outside of controllers, in filters. Safe for use from any thread. */
public final class ProblemWriter {

  private final JsonMapper json;

  public ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** Answers a request with a problem, unless the response is committed. */
  public void write(
      HttpServletRequest request, HttpServletResponse response, Problem kind, String sentence)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    ProblemDetail problem = kind.detail(sentence);
    problem.setInstance(instance(request));
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }

  /**
   * Returns the path of a request as the {@code instance} of its problem, null if it is not a URI.
   */
  static @Nullable URI instance(HttpServletRequest request) {
    try {
      return new URI(request.getRequestURI());
    } catch (URISyntaxException malformed) {
      return null;
    }
  }
}
