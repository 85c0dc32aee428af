package dev.parley.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Relays each line to all other clients, and can be told to get some wrong. It relays nothing
 * before all clients are connected, because they cannot know when that is.
 */
final class FaultyServer implements AutoCloseable {

  /** Changes the lines that are relayed. */
  interface Fault {
    /**
     * Returns the lines that a client is sent in place of one.
     *
     * @param count number of lines for this client so far, with this one
     */
    List<String> sent(int receiver, int count, String line);
  }

  private static final class Client {
    private final int index;
    private final Socket socket;
    private int count;

    private Client(int index, Socket socket) {
      this.index = index;
      this.socket = socket;
    }
  }

  private final ServerSocket server;
  private final Fault fault;
  private final List<Client> clients = new CopyOnWriteArrayList<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final CountDownLatch awaited;

  FaultyServer(int clients, Fault fault) {
    this.awaited = new CountDownLatch(clients);
    this.fault = fault;
    try {
      this.server = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Client client = new Client(clients.size(), server.accept());
        clients.add(client);
        awaited.countDown();
        Thread.ofVirtual().start(() -> relay(client));
      }
    } catch (IOException closed) {
      // The server is closed.
    }
  }

  private void relay(Client from) {
    try {
      awaited.await();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(from.socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        say(from, line);
      }
    } catch (IOException closed) {
      // The client has disconnected.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(Client from, String line) throws IOException {
    turn.lock();
    try {
      for (Client client : clients) {
        if (client != from) {
          for (String sent : fault.sent(client.index, ++client.count, line)) {
            client.socket.getOutputStream().write((sent + "\n").getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Client client : clients) {
        client.socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
