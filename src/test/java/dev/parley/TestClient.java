package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client over a real socket, with a deadline on everything. What arrives is read in order: each
 * expectation takes the next line, or fails with what came instead.
 */
public final class TestClient implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Socket socket;
  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();

  private TestClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a port of this machine. */
  public static TestClient connect(int port) {
    return connect(port, 0);
  }

  /**
   * Connects with a receive buffer of a size, so that a client that does not read is noticed early.
   */
  public static TestClient connect(int port, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
          (int) DEADLINE.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) DEADLINE.toMillis());
      return new TestClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects over a socket that is open. */
  static TestClient over(Socket socket) {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) DEADLINE.toMillis());
      return new TestClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of bytes that have arrived and are not read yet. */
  public int available() {
    try {
      return unread.size() + socket.getInputStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This end's port. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /** Sends a line. */
  public TestClient send(String line) {
    return sendBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a text as it is, in one write. */
  public TestClient sendText(String text) {
    return sendBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes as they are, in one write. */
  public TestClient sendBytes(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that nothing more comes, and goes on reading. */
  public TestClient endInput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the next line, which has to match a regular expression. */
  public TestClient expect(String regex) {
    assertThat(line()).matches(regex);
    return this;
  }

  /** Takes the next line, which has to be this one. */
  public TestClient expectLine(String line) {
    assertThat(line()).isEqualTo(line);
    return this;
  }

  /** Takes lines up to and with the first that matches a regular expression. */
  public TestClient expectUntil(String regex) {
    List<String> before = new ArrayList<>();
    for (String line = line(); !line.matches(regex); line = line()) {
      before.add(line);
      if (before.size() > 100_000) {
        fail("No line matches " + regex);
      }
    }
    return this;
  }

  /** Returns the next line, without its end (LF or CR LF). */
  public String line() {
    String line = rawLine();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /** Returns the next line, without the LF that ends it. */
  public String rawLine() {
    while (true) {
      byte[] bytes = unread.toByteArray();
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          take(bytes, i + 1);
          return new String(bytes, 0, i, StandardCharsets.UTF_8);
        }
      }
      if (!receive()) {
        fail("The connection was closed after: " + new String(bytes, StandardCharsets.UTF_8));
      }
    }
  }

  /** Takes exactly so many bytes. */
  public byte[] bytes(int count) {
    while (unread.size() < count) {
      if (!receive()) {
        fail("The connection was closed after " + unread.size() + " of " + count + " bytes");
      }
    }
    byte[] all = unread.toByteArray();
    take(all, count);
    return java.util.Arrays.copyOf(all, count);
  }

  /** Returns the result of one read as text, for clients that treat a read as a message. */
  public String read() {
    if (unread.size() == 0 && !receive()) {
      fail("The connection was closed");
    }
    byte[] all = unread.toByteArray();
    unread.reset();
    return new String(all, StandardCharsets.UTF_8);
  }

  /** Takes everything up to the end of the stream. */
  public String rest() {
    while (receive()) {
      // All of it.
    }
    String rest = unread.toString(StandardCharsets.UTF_8);
    unread.reset();
    return rest;
  }

  /** The server closes the connection, and sends nothing before it that was not taken. */
  public void expectClosed() {
    assertThat(rest()).isEmpty();
    close();
  }

  /** Breaks the connection, as a crash would: the server gets a reset. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(byte[] all, int count) {
    unread.reset();
    unread.write(all, count, all.length - count);
  }

  private boolean receive() {
    byte[] buffer = new byte[64 * 1024];
    try {
      int count = socket.getInputStream().read(buffer);
      if (count > 0) {
        unread.write(buffer, 0, count);
      }
      return count > 0;
    } catch (SocketTimeoutException late) {
      return fail("Nothing came in time. Unread: " + unread.toString(StandardCharsets.UTF_8));
    } catch (SocketException broken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
