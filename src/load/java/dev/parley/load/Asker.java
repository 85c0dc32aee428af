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
 * Somebody in the lobby who asks for what was said: by lines, in JSON mode, and as the admin over
 * HTTP, each on a connection that stays open. One thread.
 */
final class Asker implements AutoCloseable {

  private static final String NAME = "asker";
  private static final int OK = 200;

  private final Socket socket = new Socket();
  private final byte[] bytes = new byte[1024 * 1024];
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String api;
  private final String authorization;
  private final Duration patience;

  /**
   * Comes in.
   *
   * @param password that of the admin
   * @param patience how long an answer may take
   */
  Asker(InetSocketAddress server, int httpPort, String password, Duration patience) {
    this.api = "http://" + server.getHostString() + ":" + httpPort;
    byte[] admin = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(admin);
    this.patience = patience;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(server);
      socket.setSoTimeout((int) patience.toMillis());
      arrive();
    } catch (IOException e) {
      throw new LoadException("Nobody can come in to ask", e);
    }
  }

  /** Reads what is shown on coming in; behind it is the answer to a question. */
  private void arrive() throws IOException {
    send("/json on\n" + NAME + "\n/topic\n");
    int end = 0;
    String shown;
    do {
      end += read(end);
      shown = text(end);
    } while (!shown.contains("{\"type\":\"topic\"") || !shown.endsWith("\n"));
  }

  /** The answer, as it came. */
  String ask(Asked asked) {
    try {
      return switch (asked.way()) {
        case LINE -> {
          send(asked.text() + "\n");
          yield lines(asked);
        }
        case HTTP -> get(asked.text());
      };
    } catch (IOException e) {
      throw new LoadException("There is no whole answer to " + asked.text(), e);
    }
  }

  private void send(String lines) throws IOException {
    socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
  }

  /** As many lines as the answer has, or what is there where that is more. */
  private String lines(Asked asked) throws IOException {
    int end = 0;
    for (int left = asked.lines(); left > 0; ) {
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
            .timeout(patience)
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
      // It is gone either way.
    }
  }
}
