package dev.parley.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads so slowly that the server closes the connections, and then connects again. Each reader has
 * a virtual thread.
 */
final class SlowReaders implements AutoCloseable {

  private static final int RECEIVE_BUFFER = 4096;
  private static final int BYTES_A_READ = 200;
  private static final long PAUSE_MILLIS = 1000;

  private final InetSocketAddress server;
  private final AtomicInteger closed = new AtomicInteger();
  private final Thread[] threads;

  SlowReaders(InetSocketAddress server, int count) {
    this.server = server;
    this.threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      String name = "slow" + i;
      threads[i] = Thread.ofVirtual().start(() -> reconnect(name));
    }
  }

  private void reconnect(String name) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(server);
        socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
        read(socket);
      } catch (SocketException reset) {
        closed.incrementAndGet();
      } catch (IOException e) {
        throw new LoadException(name + " failed", e);
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private void read(Socket socket) throws IOException, InterruptedException {
    byte[] bytes = new byte[BYTES_A_READ];
    while (socket.getInputStream().read(bytes) >= 0) {
      Thread.sleep(PAUSE_MILLIS);
    }
    closed.incrementAndGet();
  }

  /** Returns the number of connections that were closed so far. */
  int closed() {
    return closed.get();
  }

  @Override
  public void close() {
    for (Thread thread : threads) {
      thread.interrupt();
    }
  }
}
