package dev.parley.http.metrics;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.HttpProperties;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.security.RequiresScope;
import dev.parley.http.stream.HttpConnection;
import dev.parley.http.stream.LineFormats;
import dev.parley.http.stream.Streams;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Serves the live figures of the server. */
@Tag(name = "Metrics", description = "Figures of the server, second by second")
@RestController
@RequestMapping("/api/v1/metrics/stream")
@RequiresScope(TokenScope.CLIENTS_READ)
public final class MetricsStreamController {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,15}");

  private static final String EXAMPLE =
      """
      id: 1795342530
      event: history
      data: {"at":[1795342529,1795342530],"connections":[3,3],"sessions":[2,2],"rooms":[5,5],\
      "messages":[12,0],"deliveries":[480,0],"p50":[180,null],"p99":[900,null],\
      "queueBytes":[0,0],"store":[true,true],"level":["open","open"],\
      "disconnects":{"quit":[[0,1]]},"refusals":{}}

      id: 1795342531
      event: sample
      data: {"at":1795342531,"connections":3,"sessions":2,"rooms":5,"messages":12,\
      "deliveries":480,"p50":180,"p99":900,"queueBytes":0,"store":true,"level":"open",\
      "disconnects":{"quit":1},"refusals":{}}

      event: bye
      data: {"type":"bye","reason":"session-ended","text":"your session has ended"}

      """;

  private final MetricsSampler sampler;
  private final Streams streams;
  private final JsonMapper json;
  private final HttpProperties properties;

  MetricsStreamController(
      MetricsSampler sampler, Streams streams, JsonMapper json, HttpProperties properties) {
    this.sampler = sampler;
    this.streams = streams;
    this.json = json;
    this.properties = properties;
  }

  @Operation(
      summary = "Follow the figures of the server, once a second",
      description =
          "Begins with a `history` of the last hour, or of what came after `Last-Event-ID`: a list"
              + " for each figure, and for each reason of disconnects and refusals pairs of an index"
              + " and a count. Then there is a `sample` each second. `at` is in seconds since 1970"
              + " and the event's id; `messages` and `deliveries` are by the second; `p50` and `p99`"
              + " are the times of deliveries in microseconds, null where there were none. The last"
              + " is a `bye` with the reason, as of streams of rooms.")
  @ApiResponse(
      responseCode = "200",
      description = "The figures, until the session or the server ends",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string"),
              examples = @ExampleObject(EXAMPLE)))
  @ProblemResponses(
      value = {},
      also = {"not_acceptable", "too_many_streams", "shutting_down"})
  @GetMapping
  void follow(
      @RequestHeader("Last-Event-ID") @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    LineFormats.requireEventStream(request);
    long after = seconds(lastEventId);
    MetricsStream stream =
        new MetricsStream(
            sampler.history(),
            json,
            HttpConnection.of(request),
            streams.authorization(request),
            properties.streamHeartbeat());
    streams.hold(
        stream,
        HttpConnection.of(request),
        () -> {
          response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
          response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
          response.setHeader("X-Accel-Buffering", "no");
          if (!HttpMethod.HEAD.matches(request.getMethod())) {
            stream.serve(response.getOutputStream(), after);
          }
        });
  }

  private static long seconds(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isEmpty()) {
      return 0;
    }
    if (!SECONDS.matcher(lastEventId).matches()) {
      throw InvalidValue.of("Last-Event-ID", "must be the id of an event");
    }
    return Long.parseLong(lastEventId);
  }
}
