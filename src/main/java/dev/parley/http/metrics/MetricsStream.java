package dev.parley.http.metrics;

import dev.parley.http.stream.HttpConnection;
import dev.parley.http.stream.LiveStream;
import dev.parley.http.stream.StreamAuthorization;
import dev.parley.http.stream.StreamEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams the samples as server-sent events: first those that are kept, then each as it is taken.
 * It is served on the thread of its request. Nothing is queued for it: a reader that falls behind
 * goes on with the samples that are kept.
 */
final class MetricsStream implements LiveStream {

  /** Represents the end of the stream. */
  private record ByeJson(String type, String reason, String text) {}

  private static final String HEARTBEAT = ":\n\n";
  private static final Logger log = LoggerFactory.getLogger(MetricsStream.class);

  private final MetricsHistory history;
  private final JsonMapper json;
  private final HttpConnection connection;
  private final StreamAuthorization permit;
  private final Duration heartbeat;
  private final AtomicReference<@Nullable StreamEnd> end = new AtomicReference<>();

  MetricsStream(
      MetricsHistory history,
      JsonMapper json,
      HttpConnection connection,
      StreamAuthorization permit,
      Duration heartbeat) {
    this.history = history;
    this.json = json;
    this.connection = connection;
    this.permit = permit;
    this.heartbeat = heartbeat;
  }

  @Override
  public void end(StreamEnd why) {
    end.compareAndSet(null, why);
    history.wake();
  }

  @Override
  public void abort() {
    connection.abort();
  }

  @Override
  public long waitingBytes() {
    return 0;
  }

  /**
   * Serves the stream until its end.
   *
   * @param after the time of the last sample that the reader has, in seconds since 1970
   */
  void serve(OutputStream out, long after) {
    try {
      follow(out, after);
      StreamEnd why = why();
      if (why != null) {
        write(out, event("bye", new ByeJson("bye", why.code(), why.text())));
        out.flush();
      }
    } catch (IOException gone) {
      log.debug("The reader of the metrics is gone", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(OutputStream out, long after) throws IOException, InterruptedException {
    List<MetricsSample> kept = history.after(after);
    long last = kept.isEmpty() ? after : kept.getLast().at();
    write(out, (kept.isEmpty() ? "" : id(last)) + event("history", HistoryJson.of(kept)));
    out.flush();
    while (why() == null) {
      List<MetricsSample> fresh = history.await(last, heartbeat, () -> end.get() != null);
      if (why() != null) {
        return;
      }
      for (MetricsSample sample : fresh) {
        write(out, id(sample.at()) + event("sample", SampleJson.of(sample)));
        last = sample.at();
      }
      if (fresh.isEmpty()) {
        write(out, HEARTBEAT);
      }
      out.flush();
    }
  }

  /** Returns the reason for the end, or null if the stream goes on. */
  private @Nullable StreamEnd why() {
    StreamEnd ended = end.get();
    return ended == null ? permit.end() : ended;
  }

  private static String id(long at) {
    return "id: " + at + "\n";
  }

  private String event(String name, Object data) {
    return "event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
