package dev.parley.http.stream;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves live streams of rooms. */
@Tag(name = "Messages")
@RestController
@RequestMapping("/api/v1/rooms/{name}/stream")
@RequiresScope(TokenScope.MESSAGES_READ)
public final class StreamController {

  private static final String JSON_LINES =
      """
      {"type":"gap","room":"ops",\
      "epoch":"0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5","from":1,"to":811,"expired":811}
      {"type":"message","room":"ops","offset":812,\
      "epoch":"0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5","at":"2026-11-22T10:15:30.123Z",\
      "from":"ci","text":"Build 812 passed."}
      {"type":"bye","reason":"room-deleted","text":"the room was deleted"}
      """;

  private static final String TEXT =
      """
      -- lines 1 to 811 have expired
      10:15 <ci> Build 812 passed.
      -- bye: the room was deleted
      """;

  private static final String EVENTS =
      """
      id: 811
      event: gap
      data: {"type":"gap","room":"ops",\
      "epoch":"0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5","from":1,"to":811,"expired":811}

      id: 812
      event: message
      data: {"type":"message","room":"ops","offset":812,\
      "epoch":"0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5","at":"2026-11-22T10:15:30.123Z",\
      "from":"ci","text":"Build 812 passed."}

      event: bye
      data: {"type":"bye","reason":"room-deleted","text":"the room was deleted"}

      """;

  private final Streams streams;
  private final LineFormats formats;

  StreamController(Streams streams, LineFormats formats) {
    this.streams = streams;
    this.formats = formats;
  }

  @Operation(
      summary = "Follow a room: its lines after an offset, then those that are said",
      description =
          "Replays the lines after `after`, or after `Last-Event-ID`, which counts before it; with"
              + " neither it begins with the next line. Then it goes on with every line as it is"
              + " said: none is missing and none comes twice. In place of lines that have expired"
              + " there is a `gap`. The last is a `bye` with the reason: `room-deleted`,"
              + " `invalid-token` once the token that it is read with is good no more,"
              + " `session-ended` with the session of the console, `shutdown`,"
              + " `slow-reader`, `log-unavailable` or `fault`. While nothing is said there is a"
              + " comment or an empty line every 15 s. By `Accept` it is JSON lines (the default),"
              + " plain text or server-sent events.")
  @ApiResponse(
      responseCode = "200",
      description = "What was and is said, until the room or the server ends",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(JSON_LINES)),
        @Content(
            mediaType = MediaType.TEXT_PLAIN_VALUE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(TEXT)),
        @Content(
            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(EVENTS))
      })
  @ProblemResponses(
      value = {Refusal.NO_SUCH_ROOM, Refusal.LOG_UNAVAILABLE},
      also = {
        "not_acceptable",
        "offset_beyond_end",
        "epoch_changed",
        "too_many_streams",
        "shutting_down"
      })
  @GetMapping
  void follow(
      @PathVariable String name,
      @RequestParam @Min(0) @Nullable Long after,
      @RequestParam @Nullable String epoch,
      @RequestHeader("Last-Event-ID") @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    LineFormat format = formats.streamed(request);
    StreamStart start = StreamStart.of(name, after, lastEventId, epoch);
    response.setContentType(format.type().toString());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    if (!HttpMethod.HEAD.matches(request.getMethod())) {
      streams.serve(start, format, request, response);
    }
  }
}
