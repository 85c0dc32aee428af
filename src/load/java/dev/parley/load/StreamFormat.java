package dev.parley.load;

import java.util.regex.Pattern;

/** A format of HTTP streams. Each message is a JSON object, which is on one line. */
enum StreamFormat {
  /** Objects, one on each line; an empty line is a heartbeat. */
  NDJSON("ndjson", "application/x-ndjson", ""),

  /** Server-sent events, whose data are the objects. */
  SSE("sse", "text/event-stream", "|:|id: [0-9]+|event: message");

  /** Prefix of the figures in reports. */
  final String label;

  /** Media type of the format. */
  final String mediaType;

  private final Pattern other;

  StreamFormat(String label, String mediaType, String other) {
    this.label = label;
    this.mediaType = mediaType;
    this.other = Pattern.compile(other);
  }

  /** Returns true if a line that has no message belongs to the format. */
  boolean accepts(String line) {
    return other.matcher(line).matches();
  }
}
