package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.WebClient.Received;
import dev.parley.WebClient.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the listener {@code web}: files, the upgrade, and conversations in its WebSocket. */
class WebServerTests {

  private static final int LINE_BYTES = 256;

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            "parley.listeners.web.allowed-origins=https://chat.example.org,http://localhost:3000",
            "parley.limits.line-bytes=" + LINE_BYTES,
            "parley.limits.messages-burst=0",
            "parley.limits.messages-per-second=0",
            "parley.history.on-join=0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void everyoneHasLeft() {
    await().until(() -> server.chat().sessions().isEmpty());
  }

  private static WebClient connect() {
    return WebClient.connect(server.port("web"));
  }

  private static WebClient join(String name) {
    return WebClient.join(server.port("web"), name);
  }

  @Test
  void pageIsServedWithItsFiles() {
    try (WebClient browser = connect()) {
      Response page = browser.ask("GET", "/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.text()).contains("<!doctype html>");
      Response head = browser.ask("HEAD", "/?query");
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo(page.header("content-length"));
      Response known = browser.ask("GET", "/", "If-None-Match: \"x\", " + page.header("etag"));
      assertThat(known.status()).isEqualTo(304);
      assertThat(known.header("content-length")).isNull();
      Response file = browser.ask("GET", "/assets/chat/chat.css", "Accept-Encoding: br, gzip");
      assertThat(file.header("content-type")).isEqualTo("text/css; charset=utf-8");
      assertThat(file.header("content-encoding")).isEqualTo("gzip");
      Response plain = browser.ask("GET", "/assets/chat/chat.css", "Accept-Encoding: gzip;q=0");
      assertThat(plain.header("content-encoding")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index.html",
        "/assets/chat/",
        "/assets/chat/index.html",
        "/assets/chat/../chat/chat.css",
        "/assets/chat/%2e%2e/%2e%2e/application.yaml",
        "//assets/chat/chat.css",
        "/application.yaml",
        "/actuator/health",
        "/api/v1/rooms",
        "/console/",
        "/ws/",
        "*"
      })
  void nothingElseIsServed(String path) {
    try (WebClient browser = connect()) {
      Response answer = browser.ask("GET", path);
      assertThat(answer.status()).isEqualTo(404);
      assertSecured(answer);
    }
  }

  @ParameterizedTest
  @CsvSource({"POST,/", "PUT,/assets/chat/chat.css", "DELETE,/nothing", "OPTIONS,*", "POST,/ws"})
  void thereIsOnlyGetAndHead(String method, String path) {
    try (WebClient browser = connect()) {
      Response answer = browser.ask(method, path);
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
      assertSecured(answer);
    }
  }

  private static void assertSecured(Response answer) {
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .contains("require-trusted-types-for 'script'; trusted-types 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.header("set-cookie")).isNull();
    assertThat(answer.header("server")).isNull();
  }

  @Test
  void policyNamesTheImportMapOfThePageAndItsWebSocket() throws Exception {
    try (WebClient browser = connect()) {
      Response page = browser.ask("GET", "/");
      assertSecured(page);
      Matcher map =
          Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
              .matcher(page.text());
      assertThat(map.find()).isTrue();
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(map.group(1).getBytes(StandardCharsets.UTF_8));
      assertThat(page.header("content-security-policy"))
          .contains(
              "script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';")
          .contains("connect-src 'self' ws://" + browser.host() + " wss://" + browser.host());
    }
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        Arguments.of("hello\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nHost: a;script-src\r\n\r\n", 400),
        Arguments.of("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        Arguments.of("GET /" + "a".repeat(4096) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(16384) + "\r\n\r\n", 431),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 413),
        Arguments.of(
            "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", 413));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void badRequestIsAnsweredAndTheConnectionClosed(String request, int status) {
    try (WebClient browser = connect()) {
      Response answer = browser.sendText(request).response(false);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertSecured(answer);
      browser.expectEnd();
    }
  }

  @Test
  void requestOfTheLimitsIsAnswered() {
    try (WebClient browser = connect()) {
      String path = "/" + "a".repeat(4096 - "GET / HTTP/1.1".length());
      String value = "a".repeat(16_000);
      assertThat(browser.ask("GET", path, "X: " + value).status()).isEqualTo(404);
    }
  }

  @Test
  void requestOfHttp10IsAnsweredAndTheConnectionClosed() {
    try (WebClient browser = connect()) {
      browser.sendText("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      Response answer = browser.response(false);
      assertThat(answer.status()).isEqualTo(200);
      browser.expectEnd();
    }
  }

  @Test
  void inputMayEndWithTheRequest() {
    try (WebClient browser = connect()) {
      browser.sendText("GET / HTTP/1.1\r\nHost: a\r\n\r\n").endInput();
      assertThat(browser.response(false).status()).isEqualTo(200);
      browser.expectEnd();
    }
  }

  @Test
  void readingThePageIsNoSession() {
    try (WebClient browser = connect()) {
      browser.ask("GET", "/");
      assertThat(server.chat().sessions()).isEmpty();
    }
  }

  @Test
  void upgradeIsThatOfTheStandard() {
    try (WebClient browser = connect()) {
      assertThat(browser.ask("GET", "/").status()).isEqualTo(200);
      Response answer =
          browser.upgrade("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("sec-websocket-accept")).isEqualTo(WebClient.ACCEPT);
      assertThat(answer.header("sec-websocket-extensions")).isNull();
      assertThat(answer.header("sec-websocket-protocol")).isNull();
      assertThat(browser.message())
          .startsWith("{\"type\":\"notice\",\"text\":\"Welcome to parley.");
      browser.sendFrame(WebClient.CLOSE);
      assertThat(browser.awaitClose()).isEqualTo(1000);
    }
  }

  @Test
  void framesMayComeWithTheRequest() {
    try (WebClient browser = connect()) {
      byte[] request = browser.request().getBytes(StandardCharsets.US_ASCII);
      byte[] name = WebClient.frame(WebClient.TEXT, "alice".getBytes(StandardCharsets.US_ASCII));
      byte[] both = Arrays.copyOf(request, request.length + name.length);
      System.arraycopy(name, 0, both, request.length, name.length);
      browser.sendBytes(both);
      assertThat(browser.response(false).status()).isEqualTo(101);
      assertThat(browser.await("welcome").path("nick").asString()).isEqualTo("alice");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example, 403",
    "Origin: https://chat.example.org:8443, 403",
    "Origin: http://chat.example.org, 403",
    "Origin: null, 403",
    "Origin:, 403",
    "Upgrade: h2c, 426",
    "Connection: keep-alive, 426",
    "Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Version:, 426",
    "Sec-WebSocket-Key:, 400",
    "Sec-WebSocket-Key: c2hvcnQ=, 400"
  })
  void upgradeIsRefused(String header, int status) {
    try (WebClient browser = connect()) {
      Response answer = browser.upgrade(header);
      assertThat(answer.status()).isEqualTo(status);
      assertSecured(answer);
      assertThat(answer.header("connection")).isEqualTo("close");
      browser.expectEnd();
    }
    assertThat(server.chat().sessions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.org, HOST",
    "https://chat.example.org:443, HOST",
    "http://LOCALHOST:3000, HOST",
    "https://talk.example.net, talk.example.net",
    "http://talk.example.net, talk.example.net:80",
    "https://talk.example.net, talk.example.net:443",
    "https://talk.example.net:443, talk.example.net",
    "http://[::1]:2326, [::1]:2326"
  })
  void upgradeOfAnAllowedOriginIsGranted(String origin, String host) {
    try (WebClient browser = connect()) {
      Response answer =
          browser.upgrade(
              "Origin: " + origin, "Host: " + (host.equals("HOST") ? browser.host() : host));
      assertThat(answer.status()).isEqualTo(101);
    }
  }

  @Test
  void browserAndNetcatTalkAtTheSameOffsets() {
    try (WebClient browser = join("alice");
        TestClient nc = server.join("bob")) {
      browser.until("joined");
      browser.send("hello from the web");
      JsonNode own = browser.await("message");
      nc.expectLine("<alice> hello from the web");
      nc.send("hello yourself");
      JsonNode theirs = browser.await("message");
      assertThat(theirs.path("from").asString()).isEqualTo("bob");
      assertThat(theirs.path("text").asString()).isEqualTo("hello yourself");
      assertThat(theirs.path("offset").asLong()).isEqualTo(own.path("offset").asLong() + 1);
      browser.send("{\"text\":\"two\\nlines\",\"ref\":\"7\"}");
      JsonNode echo = browser.await("message");
      assertThat(echo.path("ref").asString()).isEqualTo("7");
      nc.expectLine("<alice> two").expectLine("<alice> lines");
      nc.send("/history after " + (theirs.path("offset").asLong() - 1));
      nc.expectUntil(".*<bob> hello yourself");
      browser.send("/msg bob psst");
      assertThat(browser.await("private").path("text").asString()).isEqualTo("psst");
    }
  }

  @Test
  void allBrowsersAreSentTheSameBytes() {
    try (WebClient first = join("alice");
        WebClient second = join("bob");
        WebClient sender = join("carol")) {
      sender.send("ünïcödé " + "x".repeat(150));
      Received one = awaitMessage(first);
      Received other = awaitMessage(second);
      assertThat(one.payload()).isEqualTo(other.payload());
      assertThat(one.text()).contains("ünïcödé xxx").doesNotContain("\n");
    }
  }

  private static Received awaitMessage(WebClient browser) {
    Received frame = browser.frame();
    while (!frame.text().startsWith("{\"type\":\"message\"")) {
      frame = browser.frame();
    }
    return frame;
  }

  @Test
  void messageMayComeInParts() {
    try (WebClient browser = join("alice")) {
      browser.sendFrame(0x01, utf8("hel"));
      browser.sendFrame(WebClient.PING, utf8("still there?"));
      assertThat(browser.frame())
          .satisfies(pong -> {
            assertThat(pong.head()).isEqualTo(WebClient.PONG);
            assertThat(pong.text()).isEqualTo("still there?");
          });
      browser.sendFrame(0x00, utf8("lo "));
      browser.sendFrame(WebClient.PONG, utf8("unasked"));
      browser.sendFrame(0x80, utf8("world"));
      assertThat(browser.await("message").path("text").asString()).isEqualTo("hello world");
    }
  }

  @Test
  void messageOfTheLimitIsTaken() {
    try (WebClient browser = join("alice")) {
      String full = "x".repeat(LINE_BYTES);
      browser.send(full);
      assertThat(browser.await("message").path("text").asString()).isEqualTo(full);
      browser.sendFrame(0x01, utf8("y".repeat(LINE_BYTES - 1))).sendFrame(0x80, utf8("z"));
      assertThat(browser.await("message").path("text").asString()).endsWith("yz");
    }
  }

  static Stream<Arguments> faults() {
    byte[] unmasked = {(byte) WebClient.TEXT, 1, 'x'};
    byte[] wrongLength = {(byte) WebClient.TEXT, (byte) 0xFE, 0, 1, 1, 2, 3, 4, 'x'};
    byte[] hugeLength = new byte[14];
    Arrays.fill(hugeLength, (byte) 0xFF);
    hugeLength[0] = (byte) WebClient.TEXT;
    byte[] endless = concat(WebClient.frame(0x01, utf8("x")), WebClient.frame(0x00));
    for (int i = 0; i < LINE_BYTES; i++) {
      endless = concat(endless, WebClient.frame(0x00));
    }
    return Stream.of(
        Arguments.of("not masked", unmasked, 1002),
        Arguments.of("RSV1", WebClient.frame(0xC1, utf8("x")), 1002),
        Arguments.of("RSV2", WebClient.frame(0xA1, utf8("x")), 1002),
        Arguments.of("RSV3", WebClient.frame(0x91, utf8("x")), 1002),
        Arguments.of("reserved opcode", WebClient.frame(0x83, utf8("x")), 1002),
        Arguments.of("reserved control opcode", WebClient.frame(0x8B), 1002),
        Arguments.of("binary", WebClient.frame(0x82, utf8("x")), 1003),
        Arguments.of("long ping", WebClient.frame(WebClient.PING, new byte[126]), 1002),
        Arguments.of("ping in parts", WebClient.frame(0x09), 1002),
        Arguments.of("nothing to continue", WebClient.frame(0x80, utf8("x")), 1002),
        Arguments.of(
            "text within text",
            concat(WebClient.frame(0x01, utf8("x")), WebClient.frame(0x81, utf8("x"))),
            1002),
        Arguments.of("length in the wrong form", wrongLength, 1002),
        Arguments.of("negative length", hugeLength, 1002),
        Arguments.of("close without a whole code", WebClient.frame(0x88, (byte) 3), 1002),
        Arguments.of("close with code 1005", WebClient.frame(0x88, (byte) 3, (byte) 0xED), 1002),
        Arguments.of(
            "close with a reason that is not UTF-8",
            WebClient.frame(0x88, (byte) 3, (byte) 0xE8, (byte) 0xFF),
            1007),
        Arguments.of("not UTF-8", WebClient.frame(0x81, (byte) 0xC3, (byte) 0x28), 1007),
        Arguments.of("cut off", WebClient.frame(0x81, (byte) 0xE2, (byte) 0x82), 1007),
        Arguments.of("too long", WebClient.frame(0x81, new byte[LINE_BYTES + 1]), 1009),
        Arguments.of(
            "too long in parts",
            concat(WebClient.frame(0x01, new byte[LINE_BYTES]), WebClient.frame(0x80, utf8("x"))),
            1009),
        Arguments.of("endless", endless, 1009));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultClosesTheConnectionWithItsCodeAndLosesNothing(String name, byte[] fault, int code) {
    try (WebClient broken = join("broken");
        TestClient nc = server.join("bob")) {
      broken.sendBytes(concat(WebClient.frame(0x81, utf8("before it")), fault));
      broken.sendBytes(WebClient.frame(0x81, utf8("behind it")));
      nc.expectLine("<broken> before it");
      JsonNode bye = broken.await("bye");
      assertThat(bye.path("reason").asString()).isEqualTo("wrong-protocol");
      Received close = broken.frame();
      assertThat(close.code()).isEqualTo(code);
      nc.expectUntil("-- broken .* #lobby \\(1 here\\).*");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void closeIsAnsweredOnceEverythingIsCarriedOut() {
    try (WebClient browser = join("alice")) {
      browser.send("one").send("two").sendFrame(WebClient.CLOSE, (byte) 3, (byte) 0xE8);
      browser.until("message").until("message");
      assertThat(browser.await("bye").path("accepted").asInt()).isEqualTo(2);
      assertThat(browser.frame().code()).isEqualTo(1000);
      browser.expectEnd();
    }
  }

  @Test
  void pageThatIsLoadedAgainComesBack() {
    try (TestServer own = TestServer.start("parley.resume.hold=1m")) {
      int port = own.port("web");
      String token;
      try (WebClient browser = WebClient.open(port)) {
        token = browser.send("alice").await("welcome").path("resume").asString();
        browser.sendFrame(WebClient.CLOSE, (byte) 3, (byte) 0xE9);
        browser.awaitClose();
      }
      try (WebClient back = WebClient.open(port)) {
        assertThat(back.send("/resume " + token).await("welcome").path("nick").asString())
            .isEqualTo("alice");
      }
    }
  }

  @Test
  void kickedAndBannedPeopleAreClosedWith1008() {
    try (WebClient kicked = join("mallory");
        WebClient banned = join("trudy")) {
      String id =
          server.chat().sessions().stream()
              .filter(session -> String.valueOf(session.nick()).equals("mallory"))
              .findFirst()
              .orElseThrow()
              .id();
      SharedServer.call(server, "DELETE /clients/" + id + "?reason=spam");
      assertThat(kicked.await("bye").path("reason").asString()).isEqualTo("kicked");
      assertThat(kicked.awaitClose()).isEqualTo(1008);
      SharedServer.call(server, "POST /bans {\"nick\":\"trudy\",\"reason\":\"spam\"}");
      assertThat(banned.await("bye").path("reason").asString()).isEqualTo("banned");
      assertThat(banned.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void jsonStaysOn() {
    try (WebClient browser = join("alice")) {
      browser.send("/json off");
      assertThat(browser.await("refused").path("code").asString()).isEqualTo("not_available");
    }
  }

  @Test
  void browserIsAmongTheClients() {
    try (WebClient browser = join("alice")) {
      String clients = SharedServer.call(server, "GET /clients?nick=alice");
      assertThat(clients).contains("\"listener\":\"web\"", "\"protocol\":\"web\"");
      browser.send("/quit bye");
      assertThat(browser.awaitClose()).isEqualTo(1000);
    }
  }
}
