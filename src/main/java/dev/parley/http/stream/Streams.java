package dev.parley.http.stream;

import dev.parley.chat.login.LoginService;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.SmartLifecycle;

/**
 * Holds the open streams, and ends them when the server stops, before it waits for open requests.
 * Safe for use from any thread.
 */
public final class Streams implements SmartLifecycle, AutoCloseable {

  /** Time for the streams to end when the server stops, before they are aborted. */
  private static final Duration SHUTDOWN_TIME = Duration.ofSeconds(1);

  private final RoomStream.Context context;
  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private final Set<LiveStream> open = new HashSet<>();
  private boolean running = true;

  /**
   * @param limit maximum number of concurrent streams, 0 for no limit
   */
  public Streams(
      RoomStream.Context context,
      LoginService authenticator,
      AccountAdmin accountAdmin,
      int limit) {
    this.authenticator = authenticator;
    this.accountAdmin = accountAdmin;
    this.context = context;
    this.limit = limit;
  }

  /** Returns a thread that writes to all streams; what it is given after its end is dropped. */
  public static ScheduledExecutorService writer() {
    return new ScheduledThreadPoolExecutor(
        1,
        Thread.ofPlatform().daemon().name("parley-streams").factory(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Serves a stream: its beginning on the calling thread. */
  void serve(
      StreamStart start,
      LineFormat format,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    HttpConnection connection = HttpConnection.of(request);
    RoomStream stream = new RoomStream(context, format, connection, authorization(request));
    Runnable left = enter(stream, connection);
    try {
      stream.serve(start, request, response, left);
    } catch (IOException | RuntimeException failed) {
      left.run();
      throw failed;
    }
  }

  /** Returns the check whether the caller of a request may go on reading a stream. */
  public StreamAuthorization authorization(HttpServletRequest request) {
    return StreamAuthorization.of(request, authenticator, accountAdmin);
  }

  /** Serves a stream on the thread of its request. */
  @FunctionalInterface
  public interface Serving {
    void run() throws IOException;
  }

  /**
   * Holds a stream while it is served on the calling thread. Throws a problem if there are too many
   * or the server stops.
   */
  public void hold(LiveStream stream, HttpConnection connection, Serving serving)
      throws IOException {
    Runnable left = enter(stream, connection);
    try {
      serving.run();
    } finally {
      left.run();
    }
  }

  /** Enters a stream; returns what is to run at its end. */
  private Runnable enter(LiveStream stream, HttpConnection connection) {
    enter(stream);
    Duration former = connection.writeTimeout(context.stallTimeout());
    return () -> {
      connection.writeTimeout(former);
      leave(stream);
    };
  }

  private void enter(LiveStream stream) {
    lock.lock();
    try {
      if (!running) {
        throw Problem.SHUTTING_DOWN.because("The server is shutting down.");
      }
      if (limit > 0 && open.size() >= limit) {
        throw Problem.TOO_MANY_STREAMS.because(
            "There are " + limit + " streams already, which is the limit.");
      }
      open.add(stream);
    } finally {
      lock.unlock();
    }
  }

  private void leave(LiveStream stream) {
    lock.lock();
    try {
      open.remove(stream);
      closed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of streams. */
  public int count() {
    return all().size();
  }

  /** Returns the number of bytes queued for all streams. */
  public long waitingBytes() {
    return all().stream().mapToLong(LiveStream::waitingBytes).sum();
  }

  private List<LiveStream> all() {
    lock.lock();
    try {
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void start() {
    lock.lock();
    try {
      running = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      running = false;
      open.forEach(stream -> stream.end(StreamEnd.SHUTDOWN));
      long nanos = SHUTDOWN_TIME.toNanos();
      while (!open.isEmpty() && nanos > 0) {
        nanos = closed.awaitNanos(nanos);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      open.forEach(LiveStream::abort);
      lock.unlock();
    }
  }

  /** Ends the thread that writes. */
  @Override
  public void close() {
    context.writer().shutdownNow();
  }
}
