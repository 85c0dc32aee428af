package dev.parley;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests IRC in the messages of a WebSocket (IRCv3 websocket). */
class IrcWebSocketTests {

  private static final int BINARY = 0x82;
  private static final String TEXT = "Sec-WebSocket-Protocol: text.ircv3.net";

  private static @Nullable TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server().close();
  }

  private static TestServer server() {
    TestServer started = server;
    assertThat(started).isNotNull();
    return started;
  }

  /** Collects the messages of the JDK's client, with a mark before those that are binary. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      assertThat(last).isTrue();
      received.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
      assertThat(last).isTrue();
      received.add("binary " + UTF_8.decode(bytes));
      socket.request(1);
      return null;
    }

    String until(String pattern) throws InterruptedException {
      String message = received.poll(60, TimeUnit.SECONDS);
      while (message != null && !message.matches(pattern)) {
        message = received.poll(60, TimeUnit.SECONDS);
      }
      assertThat(message).as(pattern).isNotNull();
      return message;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text.ircv3.net,,text.ircv3.net,''",
    "binary.ircv3.net,,binary.ircv3.net,'binary '",
    "text.ircv3.net,binary.ircv3.net,text.ircv3.net,''",
    "binary.ircv3.net,text.ircv3.net,binary.ircv3.net,'binary '",
  })
  void clientsTalkInTheSubprotocolThatTheyNameFirst(
      String first, @Nullable String second, String chosen, String mark) throws Exception {
    Messages web = new Messages();
    String[] others = second == null ? new String[0] : new String[] {second};
    try (HttpClient http = HttpClient.newHttpClient();
        TestClient alice = server().joinIrc("alice", "message-tags")) {
      WebSocket socket =
          http.newWebSocketBuilder()
              .subprotocols(first, others)
              .buildAsync(URI.create("ws://127.0.0.1:" + server().port("web") + "/ws"), web)
              .get(60, TimeUnit.SECONDS);
      assertThat(socket.getSubprotocol()).isEqualTo(chosen);
      send(socket, mark, "CAP REQ :message-tags labeled-response batch echo-message");
      send(socket, mark, "NICK weaver\r\n");
      send(socket, mark, "USER weaver 0 * :Weaver");
      send(socket, mark, "CAP END");
      web.until(mark + ":parley 376 weaver :.*");
      send(socket, mark, "@label=1;+draft/reply=x PRIVMSG alice :grüß dich");
      web.until(mark + "@label=1;msgid=\\S+ :weaver!\\S+ PRIVMSG alice :grüß dich");
      alice.expect("@msgid=\\S+;\\+draft/reply=x :weaver!\\S+ PRIVMSG alice :grüß dich");
      alice.send("@+typing=active TAGMSG weaver").send("PRIVMSG weaver :hi");
      web.until(mark + "@msgid=\\S+;\\+typing=active :alice!\\S+ TAGMSG weaver");
      web.until(mark + "@msgid=\\S+ :alice!\\S+ PRIVMSG weaver :?hi");
      send(socket, mark, "JOIN #loom");
      web.until(mark + ":parley 366 weaver #loom :.*");
      alice.send("JOIN #loom").expectUntil(".* 366 alice #loom :.*");
      web.until(mark + ":alice!\\S+ JOIN #loom");
      alice.send("PRIVMSG #loom :in the room");
      web.until(mark + "@msgid=\\S+ :alice!\\S+ PRIVMSG #loom :in the room");
      send(socket, mark, "QUIT");
      web.until(mark + "ERROR :.*");
      alice.expectUntil(".*:weaver!\\S+ QUIT :.*");
      socket.abort();
    }
  }

  @Test
  void clientInBrowserSharesItsNameWithOneOutside() throws Exception {
    var _ = server().chat().accountAdmin().create("wanda", new Secret("correct horse"), false);
    Messages web = new Messages();
    try (HttpClient http = HttpClient.newHttpClient();
        TestClient outside = server().connectIrc();
        TestClient alice = server().joinIrc("alice", "")) {
      outside.send("PASS :wanda:correct horse").send("NICK wanda").send("USER wanda 0 * :Wanda");
      outside.expectUntil(".* 376 .*").send("JOIN #attic").expectUntil(".* 366 .*");
      alice.send("JOIN #attic").expectUntil(".* 366 .*");
      outside.expect(":alice!\\S+ JOIN #attic");
      WebSocket socket =
          http.newWebSocketBuilder()
              .subprotocols("text.ircv3.net")
              .buildAsync(URI.create("ws://127.0.0.1:" + server().port("web") + "/ws"), web)
              .get(60, TimeUnit.SECONDS);
      send(socket, "", "PASS :wanda:correct horse");
      send(socket, "", "NICK wanda");
      send(socket, "", "USER wanda 0 * :Wanda");
      web.until(":wanda!\\S+ JOIN #attic");
      send(socket, "", "PRIVMSG #attic :from the browser");
      outside.expect(":wanda!\\S+ PRIVMSG #attic :from the browser");
      alice.expect(":wanda!\\S+ PRIVMSG #attic :from the browser");
      outside.send("QUIT").expectUntil("ERROR :.*");
      alice.send("PRIVMSG #attic :still here?");
      web.until(":alice!\\S+ PRIVMSG #attic :still here\\?");
      send(socket, "", "QUIT");
      alice.expect(":wanda!\\S+ QUIT :.*");
      socket.abort();
    }
  }

  private static void send(WebSocket socket, String mark, String line) throws Exception {
    if (mark.isEmpty()) {
      socket.sendText(line, true).get(60, TimeUnit.SECONDS);
    } else {
      socket.sendBinary(ByteBuffer.wrap(line.getBytes(UTF_8)), true).get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void pagesOfOthersAreRefusedAndProgramsAreNot() {
    try (WebClient page = WebClient.connect(server().port("web"));
        WebClient program = WebClient.connect(server().port("web"));
        WebClient other = WebClient.connect(server().port("web"))) {
      assertThat(page.upgrade(TEXT, "Origin: http://example.com").status()).isEqualTo(403);
      assertThat(program.upgrade(TEXT, "Origin:").status()).isEqualTo(101);
      assertThat(other.upgrade("Origin:", "Sec-WebSocket-Protocol: soap").status()).isEqualTo(403);
    }
  }

  @Test
  void linesThatAreTooLongOrNotUtf8AreRefused() {
    try (WebClient client = WebClient.connect(server().port("web"))) {
      assertThat(client.upgrade(TEXT).header("sec-websocket-protocol")).isEqualTo("text.ircv3.net");
      client.send("NICK carol").send("USER carol 0 * :Carol");
      until(client, ":parley 376 .*");
      client.send("PING " + "x".repeat(505));
      until(client, ":parley PONG parley x+");
      client.send("PING " + "x".repeat(506));
      until(client, ":parley 417 carol :Input line was too long");
      client.sendFrame(BINARY, "PRIVMSG alice caf\u00e9".getBytes(ISO_8859_1));
      until(client, ":parley FAIL PRIVMSG INVALID_UTF8 :.*");
      client.sendFrame(WebClient.PING, (byte) 'p');
      WebClient.Received pong = client.frame();
      assertThat(pong.head()).isEqualTo(WebClient.PONG);
      client.sendFrame(WebClient.TEXT, "PRIVMSG alice caf\u00e9".getBytes(ISO_8859_1));
      until(client, "ERROR :.*");
      assertThat(client.frame().code()).isEqualTo(1007);
    }
  }

  @Test
  void messageOverTheLimitEndsTheConnection() {
    try (WebClient client = WebClient.connect(server().port("web"))) {
      assertThat(client.upgrade(TEXT).status()).isEqualTo(101);
      client.send("PING " + "x".repeat(16 * 1024 - 5));
      until(client, ":parley 417 \\* :Input line was too long");
      client.send("x".repeat(16 * 1024 + 1));
      until(client, "ERROR :.*");
      assertThat(client.frame().code()).isEqualTo(1009);
    }
  }

  private static void until(WebClient client, String pattern) {
    WebClient.Received received = client.frame();
    while (received.head() == WebClient.TEXT && !received.text().matches(pattern)) {
      received = client.frame();
    }
    assertThat(received.text()).matches(pattern);
  }
}
