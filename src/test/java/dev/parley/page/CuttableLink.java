package dev.parley.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes TCP connections on to a port of this machine, until they are cut. */
final class CuttableLink implements AutoCloseable {

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final int target;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /** Begins to pass connections on. */
  CuttableLink(int target) {
    this.target = target;
    try {
      door = new ServerSocket(0, 50, HERE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Returns the port to connect to. */
  int port() {
    return door.getLocalPort();
  }

  /** Resets all connections, and accepts none until {@link #mend}. */
  void cut() {
    cut = true;
    open.forEach(CuttableLink::reset);
    open.clear();
  }

  /** Passes new connections on again. */
  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        if (cut) {
          reset(near);
        } else {
          join(near, new Socket(HERE, target));
        }
      } catch (IOException e) {
        return; // It is closed.
      }
    }
  }

  private void join(Socket near, Socket far) {
    open.add(near);
    open.add(far);
    if (cut) {
      cut();
    }
    Thread.ofVirtual().start(() -> pass(near, far));
    Thread.ofVirtual().start(() -> pass(far, near));
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
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
