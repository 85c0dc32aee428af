package dev.parley.http.problem;

import dev.parley.http.header.SecurityHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers requests that Tomcat rejects before they reach the application, such as a malformed path,
 * with a problem instead of an HTML page. Public because Tomcat creates it by its name.
 */
public final class ProblemReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    SecurityHeaders.set(response);
    Problem kind = Problem.of(HttpStatus.valueOf(status));
    String problem =
        """
        {"type":"%s","title":"%s","status":%d,"detail":"The server cannot take this request.","code":"%s"}\
        """
            .formatted(kind.type(), kind.title(), status, kind.code());
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException gone) {
      container.getLogger().debug("The client has gone", gone);
    }
  }
}
