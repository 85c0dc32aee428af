package dev.parley.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Creates sockets for the driver of PostgreSQL on which it asks whether more has come without
 * waiting for it. It asks by a read with a timeout of a millisecond, after each notification; where
 * the next one always comes within that time, it would collect them without passing any on. Safe
 * for use from any thread.
 */
public final class PromptSocketFactory extends SocketFactory {

  /** The timeout in milliseconds of a read by which the driver asks. */
  private static final int ASKING = 1;

  @Override
  public Socket createSocket() {
    return new PromptSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("Sockets are connected later");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("Sockets are connected later");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("Sockets are connected later");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("Sockets are connected later");
  }

  private static final class PromptSocket extends Socket {

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (getSoTimeout() == ASKING && available() == 0) {
            throw new NothingYet();
          }
          return super.read(bytes, from, length);
        }
      };
    }
  }

  private static final class NothingYet extends SocketTimeoutException {

    private static final long serialVersionUID = 1;

    /** Leaves out the stack trace, which costs more than the read. */
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
