package dev.parley.http.stream;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.RoomWatch;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.RoomGoneException;
import dev.parley.tcp.DeliveryMeter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams a room's lines: first those after an offset from the log, then live ones. What the log
 * has is written on the thread of the request, which waits for the log and for the client to read.
 * Then the request goes on without a thread, and {@link LiveLines} writes what is said.
 *
 * <p>It ends when its caller may not read it any more, which is checked before each write: at every
 * heartbeat at the latest.
 *
 * <p>From log to live: lines of the log are copied until few are left; then the stream's queue
 * begins to receive live lines, and the lines before them are copied. A line that is in both is
 * written once, as {@link LineWriter} writes each offset once and in order.
 */
public final class RoomStream implements LiveStream {

  /**
   * Dependencies that all streams share.
   *
   * @param writer the one thread that writes the live lines of all streams
   */
  public record Context(
      Operator operator,
      StreamTransport transport,
      ChatMetrics monitor,
      DeliveryMeter meter,
      ScheduledExecutorService writer,
      long sendqBytes,
      Duration heartbeat,
      Duration stallTimeout) {}

  private static final Logger log = LoggerFactory.getLogger(RoomStream.class);

  private final Context context;
  private final LineFormat format;
  private final HttpConnection connection;
  private final StreamAuthorization permit;
  private final StreamQueue queue;
  private final StreamEndpoint endpoint;
  private volatile @Nullable LiveLines live;

  /**
   * @param permit tells whether the stream may still be read
   */
  RoomStream(
      Context context, LineFormat format, HttpConnection connection, StreamAuthorization permit) {
    this.context = context;
    this.format = format;
    this.connection = connection;
    this.permit = permit;
    this.queue = new StreamQueue(context.sendqBytes(), this::wake);
    this.endpoint = new StreamEndpoint(context.transport(), format, connection, queue);
  }

  private void wake() {
    LiveLines writing = live;
    if (writing != null) {
      writing.wake();
    }
  }

  @Override
  public void end(StreamEnd why) {
    queue.end(why);
  }

  @Override
  public void abort() {
    connection.abort();
  }

  @Override
  public long waitingBytes() {
    return queue.waitingBytes();
  }

  /**
   * Serves the stream: from the log before this returns, live after it. An exception is thrown only
   * before anything was sent, and must be answered.
   *
   * @param left runs at the end, unless an exception is thrown
   */
  void serve(
      StreamStart start, HttpServletRequest request, HttpServletResponse response, Runnable left)
      throws IOException {
    RoomInfo room = Outcomes.found(context.operator().room(start.room()));
    LineWriter lines = new LineWriter(format, room, response.getOutputStream(), start.in(room));
    RoomWatch watch = replay(room, lines, response);
    if (watch == null) {
      bye(lines);
      ended(room, left);
    } else {
      AsyncContext async = request.startAsync();
      async.setTimeout(0);
      LiveLines following =
          new LiveLines(
              context,
              queue,
              endpoint,
              this::mayBeRead,
              lines,
              unwrapped(response).getOutputStream(),
              async,
              () -> {
                watch.stop().run();
                ended(room, left);
              });
      live = following;
      following.begin();
    }
  }

  /**
   * Returns a response without the wrappers of filters, which have nothing to add to live lines.
   */
  private static ServletResponse unwrapped(ServletResponse response) {
    return response instanceof ServletResponseWrapper wrapper
        ? unwrapped(wrapper.getResponse())
        : response;
  }

  /** Writes the lines of the log; returns the watch of those after them, null after its end. */
  private @Nullable RoomWatch replay(
      RoomInfo room, LineWriter lines, HttpServletResponse response) {
    try {
      return replay(room, lines);
    } catch (IOException broken) {
      end(StreamEnd.of(broken));
    } catch (RuntimeException failed) {
      if (!response.isCommitted()) {
        throw failed;
      }
      end(reason(failed));
    }
    return null;
  }

  private RoomWatch replay(RoomInfo room, LineWriter lines) throws IOException {
    LogPages pages = new LogPages(context.operator(), room);
    for (long head = pages.head();
        head - lines.last() > LogPages.SIZE && goesOn();
        head = pages.head()) {
      pages.copy(lines, head, this::goesOn);
    }
    if (!(context.operator().watch(room, endpoint)
        instanceof Outcome.Ok<RoomWatch>(RoomWatch watch))) {
      throw new RoomGoneException(room.name());
    }
    try {
      pages.copy(lines, watch.lastShown(), this::goesOn);
      lines.flush();
      return watch;
    } catch (IOException | RuntimeException failed) {
      watch.stop().run();
      throw failed;
    }
  }

  private static StreamEnd reason(RuntimeException failed) {
    return switch (failed) {
      case RoomGoneException _ -> StreamEnd.ROOM_DELETED;
      case StoreUnavailableException _ -> StreamEnd.LOG_UNAVAILABLE;
      default -> {
        log.error("A stream failed", RedactedThrowable.of(failed));
        yield StreamEnd.FAULT;
      }
    };
  }

  private boolean goesOn() {
    return mayBeRead() && queue.end() == null;
  }

  /** Returns whether the caller may still read; if not, ends the stream. */
  private boolean mayBeRead() {
    StreamEnd why = permit.end();
    if (why != null) {
      end(why);
    }
    return why == null;
  }

  private StreamEnd why() {
    return Objects.requireNonNull(queue.end(), "a stream ends for a reason");
  }

  private void bye(LineWriter lines) {
    try {
      lines.bye(why());
      lines.flush();
    } catch (IOException gone) {
      log.debug("The reader of stream {} is gone", endpoint.id(), gone);
    }
  }

  private void ended(RoomInfo room, Runnable left) {
    StreamEnd why = why();
    Disconnect.Reason counted = why.counted();
    if (counted != null) {
      context.monitor().disconnected(counted);
    }
    if (why == StreamEnd.SLOW_READER) {
      log.info("Closing stream {} of {}: {}", endpoint.id(), endpoint.remoteAddress(), why.text());
    } else {
      log.debug("Stream {} of {} ends: {}", endpoint.id(), room.name(), why.text());
    }
    left.run();
  }
}
