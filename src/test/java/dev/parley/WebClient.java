package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser over a real socket, with a deadline on everything: asks by HTTP, upgrades to a
 * WebSocket, and sends frames, broken ones as well.
 */
public final class WebClient implements AutoCloseable {

  /** The key of every upgrade, and the answer to it, as in RFC 6455, section 1.3. */
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  static final int TEXT = 0x81;
  static final int CLOSE = 0x88;
  static final int PING = 0x89;
  static final int PONG = 0x8A;

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

  private final Socket socket;
  private final DataInputStream in;
  private final String host;

  /** An HTTP response with its body as UTF-8. */
  record Response(int status, Map<String, String> headers, String text) {
    /** Returns a header by its name in lower case, or null. */
    @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  /** A frame of the server. */
  static final class Received {
    private final int head;
    private final byte[] payload;

    private Received(int head, byte[] payload) {
      this.head = head;
      this.payload = payload;
    }

    int head() {
      return head;
    }

    byte[] payload() {
      return payload;
    }

    /** Returns the code of a close frame. */
    int code() {
      assertThat(head).isEqualTo(CLOSE);
      return Byte.toUnsignedInt(payload[0]) * 256 + Byte.toUnsignedInt(payload[1]);
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  WebClient(Socket socket, String host) {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) DEADLINE.toMillis());
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      this.host = host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to a port of this machine. */
  static WebClient connect(int port) {
    try {
      Socket socket = new Socket();
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
          (int) DEADLINE.toMillis());
      return new WebClient(socket, "127.0.0.1:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects and upgrades. */
  static WebClient open(int port) {
    WebClient client = connect(port);
    assertThat(client.upgrade().status()).isEqualTo(101);
    return client;
  }

  /** Connects, gives a name and reads everything up to the welcome. */
  static WebClient join(int port, String name) {
    return open(port).send(name).until("welcome");
  }

  String host() {
    return host;
  }

  /** Sends the request of an upgrade as a browser does, and returns the answer. */
  Response upgrade(String... more) {
    sendText(request(more));
    return response(false);
  }

  /**
   * Returns the request of an upgrade.
   *
   * @param more further headers, {@code Name: value}; one of a name that there is replaces it, and
   *     without a value removes it
   */
  String request(String... more) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", host);
    headers.put("Origin", "http://" + host);
    headers.put("Connection", "keep-alive, Upgrade");
    headers.put("Upgrade", "websocket");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", KEY);
    for (String header : more) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    StringBuilder text = new StringBuilder("GET /ws HTTP/1.1\r\n");
    headers.forEach((name, value) -> {
      if (!value.isEmpty()) {
        text.append(name).append(": ").append(value).append("\r\n");
      }
    });
    return text + "\r\n";
  }

  /** Asks for a path and returns the answer; the connection stays open. */
  Response ask(String method, String path, String... headers) {
    StringBuilder text =
        new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    sendText(text + "\r\n");
    return response(method.equals("HEAD"));
  }

  /** Reads a response. */
  Response response(boolean head) {
    try {
      String[] status = readLine().split(" ", 3);
      assertThat(status[0]).isEqualTo("HTTP/1.1");
      int code = Integer.parseInt(status[1]);
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      int length = head ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
      byte[] body = in.readNBytes(length);
      return new Response(code, headers, new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The answer ended within a line: " + line);
      }
      line.append((char) c);
    }
    return line.toString().replace("\r", "");
  }

  WebClient sendText(String text) {
    return sendBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  WebClient sendBytes(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a text message. */
  WebClient send(String text) {
    return sendFrame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a masked frame. */
  WebClient sendFrame(int head, byte... payload) {
    return sendBytes(frame(head, payload));
  }

  /** Returns a masked frame. */
  static byte[] frame(int head, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ MASK[i % MASK.length]);
    }
    return frame.toByteArray();
  }

  /** Reads the next frame. */
  Received frame() {
    try {
      int head = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      return new Received(head, in.readNBytes(length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the next message; pings before it are not answered. */
  String message() {
    Received frame = frame();
    while (frame.head() == PING) {
      frame = frame();
    }
    assertThat(frame.head()).as("the head of a frame").isEqualTo(TEXT);
    return frame.text();
  }

  /** Reads the next message as JSON. */
  JsonNode json() {
    return JSON.readTree(message());
  }

  /** Reads until a message of a type, and returns that. */
  JsonNode await(String type) {
    for (JsonNode next = json(); ; next = json()) {
      if (next.path("type").asString().equals(type)) {
        return next;
      }
    }
  }

  /** Reads up to a message of a type. */
  WebClient until(String type) {
    await(type);
    return this;
  }

  /** Reads up to a message that matches. */
  WebClient untilText(String regex) {
    Pattern pattern = Pattern.compile(regex);
    while (!pattern.matcher(message()).find()) {
      // Until it comes.
    }
    return this;
  }

  /** Reads up to the close frame, and the end of the stream behind it; returns its code. */
  int awaitClose() {
    Received frame = frame();
    while (frame.head() != CLOSE) {
      frame = frame();
    }
    expectEnd();
    return frame.code();
  }

  /** Expects the end of the stream. */
  void expectEnd() {
    try {
      int next = in.read();
      if (next >= 0) {
        fail("There is more: " + next);
      }
    } catch (SocketException reset) {
      // It is closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the input of the server. */
  WebClient endInput() {
    try {
      socket.shutdownOutput();
      return this;
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
