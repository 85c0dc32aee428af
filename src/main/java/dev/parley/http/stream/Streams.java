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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.SmartLifecycle;

/**
 * Holds the open streams, and ends them when the server stops, before it waits for open requests.
 * Safe for use from any thread.
 */
public final class Streams implements SmartLifecycle {

  /** Time for the streams to end when the server stops, before they are aborted. */
  private static final Duration SHUTDOWN_TIME = Duration.ofSeconds(1);

  private final RoomStream.Context context;
  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private final Set<RoomStream> open = new HashSet<>();
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

  /** Serves a stream on the calling thread until its end. */
  void serve(
      StreamStart start,
      LineFormat format,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    RoomStream stream =
        new RoomStream(
            context,
            format,
            HttpConnection.of(request),
            StreamAuthorization.of(request, authenticator, accountAdmin));
    enter(stream);
    try {
      stream.serve(start, response);
    } finally {
      leave(stream);
    }
  }

  private void enter(RoomStream stream) {
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

  private void leave(RoomStream stream) {
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
    return all().stream().mapToLong(RoomStream::waitingBytes).sum();
  }

  private List<RoomStream> all() {
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
      open.forEach(RoomStream::abort);
      lock.unlock();
    }
  }
}
