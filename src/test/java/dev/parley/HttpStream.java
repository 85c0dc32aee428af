package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer over HTTP that is read line by line while it comes, with a deadline on everything.
 * Empty lines, which are signs of life, are passed over.
 */
public final class HttpStream implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final HttpURLConnection connection;
  private @Nullable BufferedReader reader;

  private HttpStream(HttpURLConnection connection) {
    this.connection = connection;
  }

  /** Asks as the admin, with these headers besides ({@code "Name: value"}). */
  public static HttpStream open(int port, String password, String path, String... headers) {
    return openAs("admin", port, password, path, headers);
  }

  /** Asks as the owner of an account likewise. */
  public static HttpStream openAs(
      String name, int port, String password, String path, String... headers) {
    byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    String basic = "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials);
    return openWith(
        port, path, Stream.concat(Stream.of(basic), Arrays.stream(headers)).toArray(String[]::new));
  }

  /** Asks with these headers alone ({@code "Name: value"}). */
  public static HttpStream openWith(int port, String path, String... headers) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout((int) DEADLINE.toMillis());
      connection.setReadTimeout((int) DEADLINE.toMillis());
      for (String header : headers) {
        String[] parts = header.split(": ", 2);
        connection.setRequestProperty(parts[0], parts[1]);
      }
      connection.connect();
      return new HttpStream(connection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the HTTP status. */
  public int status() {
    try {
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the answer has begun, which it does well. */
  public HttpStream begun() {
    assertThat(status()).isEqualTo(200);
    return this;
  }

  /** Returns a header of the answer, or null. */
  public @Nullable String header(String name) {
    return connection.getHeaderField(name);
  }

  /** Returns the next line that is not empty. */
  public String line() {
    String line = next();
    while (line != null && line.isEmpty()) {
      line = next();
    }
    return line == null ? fail("The stream has ended") : line;
  }

  /** Returns the next line that is not empty is this one. */
  public HttpStream expect(String line) {
    assertThat(line()).isEqualTo(line);
    return this;
  }

  /** Returns the fields of the next server-sent event. */
  public Map<String, String> event() {
    Map<String, String> fields = new LinkedHashMap<>();
    String line = line();
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
      line = next();
    }
    return fields.isEmpty() ? event() : fields;
  }

  /** Returns all that comes up to the end, empty lines left out. */
  public List<String> rest() {
    List<String> lines = new ArrayList<>();
    for (String line = next(); line != null; line = next()) {
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Returns the next line as it is, or null at the end. */
  public @Nullable String next() {
    try {
      if (reader == null) {
        InputStream body =
            status() >= 400 ? connection.getErrorStream() : connection.getInputStream();
        reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      }
      return reader.readLine();
    } catch (SocketTimeoutException late) {
      return fail("Nothing came in time");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
