package dev.parley.http.stream;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers the core's events to one stream, by the queue of the stream's own thread. Safe for use
 * from any thread; never blocks.
 */
final class StreamEndpoint implements Endpoint {

  private final String id = UUID.randomUUID().toString();
  private final AtomicLong linesOut = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private final StreamTransport transport;
  private final LineFormat format;
  private final HttpConnection connection;
  private final StreamQueue queue;

  StreamEndpoint(
      StreamTransport transport, LineFormat format, HttpConnection connection, StreamQueue queue) {
    this.transport = transport;
    this.format = format;
    this.connection = connection;
    this.queue = queue;
  }

  /**
   * Delivers an event, which may have other receivers.
   *
   * @param shared the event in the formats in which it is encoded so far
   */
  void deliver(Event event, Map<LineFormat, StreamedLine> shared) {
    if (event instanceof Event.Posted posted) {
      add(shared.computeIfAbsent(format, form -> StreamedLine.of(form, posted)));
    } else if (event instanceof Event.LineRedacted redacted) {
      if (!queue.replace(StreamedLine.of(format, redacted))) {
        add(shared.computeIfAbsent(format, form -> StreamedLine.redaction(form, redacted)));
      }
    } else if (event instanceof Event.RoomDeleted) {
      queue.end(StreamEnd.ROOM_DELETED);
    } else if (event instanceof Event.LogRenewed) {
      queue.end(StreamEnd.LOG_RENEWED);
    }
  }

  /** Queues a line; a stream that reads too slowly is ended. */
  private void add(StreamedLine line) {
    if (line.bytes().length > 0 && !queue.add(line)) {
      connection.abort();
    }
  }

  /** Counts a written line. */
  void wrote(StreamedLine line) {
    linesOut.incrementAndGet();
    bytesOut.addAndGet(line.bytes().length);
  }

  /** Nothing waits for another thread here: no stream logs in or comes back. */
  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void deliver(Event event) {
    deliver(event, new HashMap<>());
  }

  @Override
  public boolean shows(Event event) {
    return event instanceof Event.Posted
        || event instanceof Event.LineRedacted
        || event instanceof Event.RoomDeleted
        || event instanceof Event.LogRenewed;
  }

  @Override
  public void close(Disconnect why) {
    queue.end(StreamEnd.of(why.reason()));
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String listener() {
    return "http";
  }

  @Override
  public String protocol() {
    return "stream";
  }

  @Override
  public String remoteAddress() {
    return connection.remoteAddress();
  }

  @Override
  public int remotePort() {
    return connection.remotePort();
  }

  @Override
  public boolean tls() {
    return connection.tls();
  }

  @Override
  public Traffic traffic() {
    return new Traffic(0, linesOut.get(), 0, bytesOut.get(), queue.waitingBytes());
  }
}
