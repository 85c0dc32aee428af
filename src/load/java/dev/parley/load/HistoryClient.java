package dev.parley.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Sends history queries to the lobby: by the line protocol in JSON mode, and over HTTP as the
 * admin. Each uses one persistent connection. One thread.
 */
final class HistoryClient implements AutoCloseable {

  private static final String NAME = "asker";
  private static final int OK = 200;

  private final Socket socket = new Socket();
  private final byte[] bytes = new byte[1024 * 1024];
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String api;
  private final String authorization;
  private final Duration timeout;

  /**
   * Connects and enters the lobby.
   *
   * @param password the admin's password
   * @param timeout limit on the time to each answer
   */
  HistoryClient(InetSocketAddress server, int httpPort, String password, Duration timeout) {
    this.api = "http://" + server.getHostString() + ":" + httpPort;
    byte[] admin = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(admin);
    this.timeout = timeout;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(server);
      socket.setSoTimeout((int) timeout.toMillis());
      enter();
    } catch (IOException e) {
      throw new LoadException("The client for queries cannot enter", e);
    }
  }

  /** Enters the lobby, and reads all that is shown before the answer to the first query. */
  private void enter() throws IOException {
    send("/json on\n" + NAME + "\n/topic\n");
    int end = 0;
    String shown;
    do {
      end += read(end);
      shown = text(end);
    } while (!shown.contains("{\"type\":\"topic\"") || !shown.endsWith("\n"));
  }

  /** Sends a query. Returns the answer as text. */
  String execute(HistoryQuery query) {
    try {
      return switch (query.access()) {
        case LINE -> {
          send(query.text() + "\n");
          yield readLines(query);
        }
        case HTTP -> get(query.text());
      };
    } catch (IOException e) {
      throw new LoadException("There is no whole answer to " + query.text(), e);
    }
  }

  private void send(String lines) throws IOException {
    socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads as many lines as the answer has, and whatever has arrived with them. */
  private String readLines(HistoryQuery query) throws IOException {
    int end = 0;
    for (int left = query.lineCount(); left > 0; ) {
      int from = end;
      end += read(end);
      for (int at = from; at < end; at++) {
        left -= bytes[at] == '\n' ? 1 : 0;
      }
    }
    return text(end);
  }

  private int read(int end) throws IOException {
    int count = socket.getInputStream().read(bytes, end, bytes.length - end);
    if (count <= 0) {
      throw new EOFException("after " + text(end));
    }
    return count;
  }

  private String text(int end) {
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private String get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", authorization)
            .timeout(timeout)
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new LoadException("The answer to " + path + " is " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException e) {
      throw new LoadException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that cannot be closed is closed already.
    }
  }
}
