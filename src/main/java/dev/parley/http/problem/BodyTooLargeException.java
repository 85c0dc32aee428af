package dev.parley.http.problem;

import java.io.IOException;
import org.springframework.util.unit.DataSize;

/** Reports that a body is larger than the limit. */
final class BodyTooLargeException extends IOException {

  private final DataSize limit;

  BodyTooLargeException(DataSize limit) {
    super("body of more than " + limit);
    this.limit = limit;
  }

  /** Returns the error as a sentence. */
  String sentence() {
    return "A body may have " + limit.toBytes() + " bytes.";
  }
}
