package dev.parley.http.stream;

import dev.parley.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Selects the format of lines by content negotiation. */
public final class LineFormats {

  private final List<LineFormat> streamed;
  private final List<LineFormat> exported;

  public LineFormats(JsonMapper json, Clock clock) {
    JsonLinesFormat lines = new JsonLinesFormat(json);
    this.streamed = List.of(lines, new TextFormat(clock), new EventStreamFormat(lines));
    this.exported = List.of(lines, new TextFormat(null));
  }

  /** Returns the format for a stream, JSON if the request accepts any. */
  LineFormat streamed(HttpServletRequest request) {
    return accepted(request, streamed);
  }

  /** Returns the format for an export, JSON if the request accepts any. */
  public LineFormat exported(HttpServletRequest request) {
    return accepted(request, exported);
  }

  /** Throws a problem if a request does not accept server-sent events. */
  public static void requireEventStream(HttpServletRequest request) {
    if (quality(MediaType.TEXT_EVENT_STREAM, ranges(request)) == 0) {
      throw Problem.NOT_ACCEPTABLE.because(
          "There is only " + MediaType.TEXT_EVENT_STREAM_VALUE + " here.");
    }
  }

  private static LineFormat accepted(HttpServletRequest request, List<LineFormat> formats) {
    List<MediaType> ranges = ranges(request);
    LineFormat best = formats.getFirst();
    for (LineFormat format : formats) {
      best = quality(format.type(), ranges) > quality(best.type(), ranges) ? format : best;
    }
    if (quality(best.type(), ranges) == 0) {
      String types =
          formats.stream()
              .map(format -> format.type().getType() + '/' + format.type().getSubtype())
              .collect(Collectors.joining(", "));
      throw Problem.NOT_ACCEPTABLE.because("There is only " + types + " here.");
    }
    return best;
  }

  private static List<MediaType> ranges(HttpServletRequest request) {
    List<String> accept = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
    try {
      List<MediaType> ranges = MediaType.parseMediaTypes(accept);
      return ranges.isEmpty() ? List.of(MediaType.ALL) : ranges;
    } catch (InvalidMediaTypeException malformed) {
      throw Problem.NOT_ACCEPTABLE.because("The Accept header is malformed.");
    }
  }

  /** Returns the quality of the most specific range that matches a format (RFC 9110, 12.5.1). */
  private static double quality(MediaType type, List<MediaType> ranges) {
    return ranges.stream()
        .filter(range -> range.includes(type))
        .max(Comparator.comparingInt(LineFormats::closeness))
        .map(MediaType::getQualityValue)
        .orElse(0.0);
  }

  private static int closeness(MediaType range) {
    if (range.isWildcardType()) {
      return 0;
    }
    return range.isWildcardSubtype() ? 1 : 2;
  }
}
