package dev.parley;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Passes TCP connections on to a port of this machine, until they are cut. */
public final class CuttableLink implements AutoCloseable {

  private static final int PIECE = 16 * 1024;
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private volatile int target;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile CountDownLatch requests = new CountDownLatch(0);
  private volatile CountDownLatch replies = new CountDownLatch(0);

  /** The connections that something waited in since the last fault, by what they began with. */
  private final Set<AtomicReference<String>> stalled = ConcurrentHashMap.newKeySet();

  /** The text that a connection has to have sent to be stalled, null for any. */
  private volatile @Nullable String asked;

  /** Begins to pass connections on. */
  public CuttableLink(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, HERE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Returns the port to connect to. */
  public int port() {
    return door.getLocalPort();
  }

  /** Resets all connections, and accepts none until {@link #mend}. */
  public void cut() {
    cut = true;
    flow();
    open.forEach(CuttableLink::reset);
    open.clear();
  }

  /** Passes nothing on, and reads nothing, until {@link #mend} or {@link #cut}. */
  public void stall() {
    requests = new CountDownLatch(1);
    replies = new CountDownLatch(1);
  }

  /** Passes nothing back, until {@link #mend} or {@link #cut}. */
  public void stallReplies() {
    replies = new CountDownLatch(1);
  }

  /** Passes nothing on, or back, of the connections over which a text came. */
  public void stallWhoAskedFor(String text) {
    stalled.clear();
    asked = text;
    stall();
  }

  /** Returns the number of connections that were stalled since {@link #stallWhoAskedFor}. */
  public int stalled() {
    return stalled.size();
  }

  private void flow() {
    asked = null;
    requests.countDown();
    replies.countDown();
  }

  /** Passes everything on again. */
  public void mend() {
    cut = false;
    flow();
  }

  /** Passes new connections on to another port. */
  public void lead(int port) {
    target = port;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        if (cut) {
          reset(near);
        } else {
          join(near);
        }
      } catch (IOException e) {
        return; // It is closed.
      }
    }
  }

  private void join(Socket near) {
    Socket far;
    try {
      far = new Socket(HERE, target);
    } catch (IOException e) {
      reset(near); // Nobody listens there.
      return;
    }
    open.add(near);
    open.add(far);
    if (cut) {
      cut();
    }
    AtomicReference<String> begin = new AtomicReference<>("");
    Thread.ofVirtual().start(() -> pass(near, far, begin, true));
    Thread.ofVirtual().start(() -> pass(far, near, begin, false));
  }

  private void pass(Socket from, Socket to, AtomicReference<String> begin, boolean forth) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (forth && begin.get().length() < PIECE) {
          begin.set(begin.get() + new String(piece, 0, read, StandardCharsets.ISO_8859_1));
        }
        String wanted = asked;
        if (wanted == null || begin.get().contains(wanted)) {
          CountDownLatch gate = forth ? requests : replies;
          if (gate.getCount() > 0) {
            stalled.add(begin);
          }
          gate.await();
        }
        out.write(piece, 0, read);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // One of the two ended.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
