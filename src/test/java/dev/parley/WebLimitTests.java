package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.WebClient.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests listeners of the protocol {@code web}: limits, proxies, TLS, drops and the shutdown. */
class WebLimitTests {

  @RegisterExtension
  static final SharedServer SMALL =
      new SharedServer(
          "parley.limits.request-line-bytes=49", "parley.limits.request-header-bytes=131");

  @TempDir static Path dir;

  private static TestCertificate certificate;
  private static TestServer server;

  @BeforeAll
  static void start() {
    certificate = TestCertificate.make().write(dir);
    server =
        TestServer.start(
            "parley.listeners.web.trusted-proxies=192.0.2.0/24",
            "parley.listeners.proxied.port=0",
            "parley.listeners.proxied.protocol=web",
            "parley.listeners.proxied.address=127.0.0.1",
            "parley.listeners.proxied.trusted-proxies=127.0.0.0/8,192.0.2.0/24",
            "parley.listeners.tls.port=0",
            "parley.listeners.tls.protocol=web",
            "parley.listeners.tls.address=127.0.0.1",
            "parley.listeners.tls.ssl-bundle=chat",
            "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
            "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"),
            "parley.limits.connections-per-address=3",
            "parley.limits.half-open-logins=4",
            "parley.web.ping-interval=100ms",
            "parley.resume.hold=2m",
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

  private static WebClient proxied() {
    return WebClient.connect(server.port("proxied"));
  }

  private static void leave(WebClient browser) {
    browser.send("/quit");
    assertThat(browser.awaitClose()).isEqualTo(1000);
    browser.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.7                          | 198.51.100.7",
        "203.0.113.9, 198.51.100.7             | 198.51.100.7",
        "203.0.113.9, 198.51.100.7, 192.0.2.1  | 198.51.100.7",
        "192.0.2.3, 192.0.2.1                  | 192.0.2.3",
        "198.51.100.7:51234                    | 198.51.100.7",
        "[2001:db8::7]:51234                   | 2001:db8:0:0:0:0:0:7",
        "2001:db8::7                           | 2001:db8:0:0:0:0:0:7",
        "::ffff:198.51.100.7                   | 198.51.100.7",
        "unknown                               | 127.0.0.1",
        "203.0.113.9, unknown, 192.0.2.1       | 192.0.2.1",
        "198.51.100.0/24                       | 127.0.0.1",
        "''                                    | 127.0.0.1"
      })
  void addressIsTheOneThatTheProxyTells(String header, String address) {
    try (WebClient browser = proxied()) {
      assertThat(browser.upgrade("X-Forwarded-For: " + header).status()).isEqualTo(101);
      browser.send("alice").until("welcome");
      assertThat(server.chat().sessions())
          .singleElement()
          .extracting(session -> session.endpoint().remoteAddress())
          .isEqualTo(address);
      leave(browser);
    }
  }

  @Test
  void nobodyElseIsBelieved() {
    try (WebClient browser = WebClient.connect(server.port("web"))) {
      browser.upgrade("X-Forwarded-For: 198.51.100.7");
      browser.send("alice").until("welcome");
      assertThat(server.chat().sessions())
          .singleElement()
          .extracting(session -> session.endpoint().remoteAddress())
          .isEqualTo("127.0.0.1");
      leave(browser);
    }
  }

  @Test
  void limitIsForTheAddressThatTheProxyTells() {
    String header = "X-Forwarded-For: 198.51.100.8";
    try (WebClient first = proxied();
        WebClient second = proxied();
        WebClient third = proxied()) {
      for (WebClient browser : List.of(first, second, third)) {
        assertThat(browser.upgrade(header).status()).isEqualTo(101);
        browser.send("").until("welcome");
      }
      try (WebClient fourth = proxied();
          WebClient elsewhere = proxied()) {
        Response refused = fourth.upgrade(header);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).startsWith("Too many connections from your address");
        fourth.expectEnd();
        assertThat(elsewhere.upgrade("X-Forwarded-For: 198.51.100.9").status()).isEqualTo(101);
      }
      leave(first);
      await()
          .until(() -> {
            try (WebClient next = proxied()) {
              return next.upgrade(header).status() == 101;
            }
          });
      leave(second);
      leave(third);
    }
  }

  @Test
  void bannedAddressIsThatOfThePerson() {
    SharedServer.call(server, "POST /bans {\"address\":\"198.51.100.66\",\"reason\":\"spam\"}");
    try (WebClient browser = proxied()) {
      browser.upgrade("X-Forwarded-For: 198.51.100.66");
      assertThat(browser.await("bye").path("reason").asString()).isEqualTo("banned");
      assertThat(browser.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void connectionOverTheLimitOfItsAddressIsToldSo() {
    int port = server.port("web");
    try (WebClient first = WebClient.join(port, "one");
        WebClient second = WebClient.join(port, "two");
        WebClient third = WebClient.join(port, "three")) {
      try (WebClient fourth = WebClient.connect(port)) {
        Response refused = fourth.response(false);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("connection")).isEqualTo("close");
        fourth.expectEnd();
      }
      leave(first);
      leave(second);
      leave(third);
    }
  }

  @Test
  void requestThatDoesNotComeInTimeIsNotWaitedFor() {
    try (TestServer impatient = TestServer.start("parley.limits.handshake-timeout=200ms");
        WebClient silent = WebClient.connect(impatient.port("web"));
        WebClient slow = WebClient.connect(impatient.port("web"))) {
      slow.sendText("GET / HTTP/1.1\r\nHost: ");
      silent.expectEnd();
      slow.expectEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({"49, 131, 200", "50, 131, 414", "49, 132, 431"})
  void requestOfMoreBytesThanTheLimitsIsRefused(
      int line, int headers, int status, TestServer small) {
    try (WebClient browser = WebClient.connect(small.port("web"))) {
      String first = "GET /?" + "a".repeat(line - "GET /? HTTP/1.1".length()) + " HTTP/1.1";
      String host = "Host: a";
      String padding = "X: " + "a".repeat(headers - host.length() - "X: ".length());
      browser.sendText(String.join("\r\n", first, host, padding, "", ""));
      assertThat(browser.response(false).status()).isEqualTo(status);
    }
  }

  @Test
  void connectionWithoutAnUpgradeIsClosedForTheNextOnes() {
    try (WebClient oldest = proxied();
        WebClient second = proxied();
        WebClient third = proxied();
        WebClient fourth = proxied()) {
      assertThat(oldest.ask("GET", "/").status()).isEqualTo(200);
      for (WebClient browser : List.of(second, third, fourth)) {
        assertThat(browser.ask("GET", "/").status()).isEqualTo(200);
      }
      try (WebClient next = proxied()) {
        assertThat(next.upgrade().status()).isEqualTo(101);
        oldest.expectEnd();
        leave(next.send("eve").until("welcome"));
      }
    }
  }

  @Test
  void pingsComeWhileNobodySaysAnything() {
    try (WebClient browser = WebClient.join(server.port("web"), "alice")) {
      for (int i = 0; i < 2; i++) {
        assertThat(browser.frame().head()).isEqualTo(WebClient.PING);
        browser.sendFrame(WebClient.PONG);
      }
      leave(browser);
    }
  }

  @Test
  void tlsIsTheSame() throws IOException {
    try (Socket plain = TestCertificate.plain(server.port("tls"));
        SSLSocket tls = TestCertificate.over(certificate.trusting(), plain);
        WebClient browser = new WebClient(tls, "localhost:" + server.port("tls"))) {
      Response page = browser.ask("GET", "/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(browser.upgrade("Origin: https://" + browser.host()).status()).isEqualTo(101);
      browser.send("alice").until("welcome").send("hello");
      assertThat(browser.await("message").path("text").asString()).isEqualTo("hello");
      leave(browser);
    }
  }

  @Test
  void requestThatIsNotEncryptedIsToldSo() {
    try (WebClient browser = WebClient.connect(server.port("tls"))) {
      Response answer = browser.ask("GET", "/");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).startsWith("This port speaks TLS");
      browser.expectEnd();
    }
  }

  @Test
  void lostConnectionIsResumedWithWhatWasMissed() {
    try (TestClient nc = server.join("rob")) {
      String token;
      try (WebClient browser = WebClient.connect(server.port("web"))) {
        browser.ask("GET", "/");
        browser.upgrade();
        token = browser.send("wanda").await("welcome").path("resume").asString();
        nc.expectUntil("-- wanda joined .*");
        nc.send("seen");
        browser.untilText("\"text\":\"seen\"");
      }
      await().until(() -> server.chat().sessions().size() == 1);
      nc.send("missed");
      nc.send("/who").expectUntil("-- [0-9]+ in #lobby: .*");
      try (WebClient back = WebClient.open(server.port("web"))) {
        back.send("/resume " + token).until("welcome");
        JsonNode missed = back.await("message");
        assertThat(missed.path("text").asString()).isEqualTo("missed");
        assertThat(missed.path("replay").asBoolean()).isTrue();
        leave(back);
      }
    }
  }

  @Test
  void shutdownIsToldToEveryone() {
    try (TestServer stopping = TestServer.start("parley.shutdown-grace=5s")) {
      Thread stop;
      try (WebClient reading = WebClient.connect(stopping.port("web"));
          WebClient browser = WebClient.join(stopping.port("web"), "alice")) {
        assertThat(reading.ask("GET", "/").status()).isEqualTo(200);
        stop = Thread.ofVirtual().start(stopping::close);
        JsonNode bye = browser.await("bye");
        assertThat(bye.path("reason").asString()).isEqualTo("shutdown");
        assertThat(browser.frame().code()).isEqualTo(1001);
        reading.expectEnd();
      }
      await().until(() -> !stop.isAlive());
    }
  }
}
