package dev.parley.http.export;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.security.RequiresScope;
import dev.parley.http.stream.LineFormat;
import dev.parley.http.stream.LineFormats;
import dev.parley.http.stream.LineWriter;
import dev.parley.http.stream.LogPages;
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
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Exports the messages of rooms as files. */
@Tag(name = "Messages")
@RestController
@RequestMapping("/api/v1/rooms/{name}/export")
@RequiresScope(TokenScope.MESSAGES_READ)
public final class ExportController {

  private static final String JSON_LINES =
      """
      {"type":"message","room":"ops","offset":812,\
      "epoch":"0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5","at":"2026-11-22T10:15:30.123Z",\
      "from":"ci","text":"Build 812 passed."}
      """;

  private static final String TEXT =
      """
      2026-11-22 10:15 <ci> Build 812 passed.
      """;

  private final Operator operator;
  private final LineFormats formats;

  ExportController(Operator operator, LineFormats formats) {
    this.operator = operator;
    this.formats = formats;
  }

  @Operation(
      summary = "All lines of a room, or those between two offsets, as a file",
      description =
          "From the oldest line that is kept, or from `after`, up to the newest at the time of"
              + " asking. By `Accept` it is JSON lines (the default) or plain text, in which every"
              + " line has its date. An export that cannot be finished is broken off.")
  @ApiResponse(
      responseCode = "200",
      description = "The lines, oldest first",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(JSON_LINES)),
        @Content(
            mediaType = MediaType.TEXT_PLAIN_VALUE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(TEXT))
      })
  @ProblemResponses(
      value = {Refusal.NO_SUCH_ROOM, Refusal.LOG_UNAVAILABLE},
      also = "not_acceptable")
  @GetMapping
  void read(
      @PathVariable String name,
      @RequestParam @Min(0) @Nullable Long after,
      @RequestParam @Min(1) @Nullable Long before,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    LineFormat format = formats.exported(request);
    RoomInfo room = Outcomes.found(operator.room(name));
    response.setContentType(format.type().toString());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, file(room, format).toString());
    if (!HttpMethod.HEAD.matches(request.getMethod())) {
      RoomLog.Position position = room.position();
      long from = after == null ? position.first() - 1 : after;
      long to = before == null ? position.last() : Math.min(position.last(), before - 1);
      write(new LineWriter(format, room, response.getOutputStream(), from), room, to, request);
    }
  }

  private void write(LineWriter lines, RoomInfo room, long to, HttpServletRequest request)
      throws IOException {
    long from = lines.last();
    try {
      new LogPages(operator, room).copy(lines, to, () -> true);
    } catch (RuntimeException failed) {
      if (lines.last() == from) {
        throw failed;
      }
      ExportAbort.abort(request, room.name(), failed);
    }
  }

  private static ContentDisposition file(RoomInfo room, LineFormat format) {
    return ContentDisposition.attachment()
        .filename(room.name().value() + "." + format.extension(), StandardCharsets.UTF_8)
        .build();
  }
}
