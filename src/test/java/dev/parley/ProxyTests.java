package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a listener behind proxies that speak the PROXY protocol. */
class ProxyTests {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  @TempDir static Path dir;

  private static TestCertificate certificate;
  private static TestServer server;

  @BeforeAll
  static void start() {
    certificate = TestCertificate.make().write(dir);
    server =
        TestServer.start(
            "parley.listeners.proxied.port=0",
            "parley.listeners.proxied.address=127.0.0.1",
            "parley.listeners.proxied.proxy-protocol=true",
            "parley.listeners.proxied.trusted-proxies=192.0.2.0/24,127.0.0.0/8",
            "parley.listeners.strangers.port=0",
            "parley.listeners.strangers.address=127.0.0.1",
            "parley.listeners.strangers.proxy-protocol=true",
            "parley.listeners.strangers.trusted-proxies=192.0.2.0/24",
            "parley.listeners.both.port=0",
            "parley.listeners.both.address=127.0.0.1",
            "parley.listeners.both.proxy-protocol=true",
            "parley.listeners.both.trusted-proxies=127.0.0.1",
            "parley.listeners.both.ssl-bundle=chat",
            "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
            "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"),
            "parley.limits.proxy-timeout=2s",
            "parley.limits.connections-per-address=2",
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

  private static TestClient connect() {
    return TestClient.connect(server.port("proxied"));
  }

  private static byte[] bytes(String header) {
    return header.startsWith("PROXY")
        ? (header + "\r\n").getBytes(StandardCharsets.US_ASCII)
        : HexFormat.of().parseHex(SIGNATURE + header.replace(" ", ""));
  }

  private static byte[] from(String address) {
    return bytes("PROXY TCP6 " + address + " 2001:db8::9 51234 2323");
  }

  private static void assertAddress(String address, int port) {
    assertThat(server.chat().sessions())
        .singleElement()
        .satisfies(session -> {
          assertThat(session.endpoint().remoteAddress()).isEqualTo(address);
          assertThat(port == 0 || session.endpoint().remotePort() == port).isTrue();
        });
  }

  /** As HAProxy 2.6 sends them with send-proxy and send-proxy-v2; the last two are its checks. */
  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 198.51.100.7 192.0.2.9 51234 2323, 198.51.100.7, 51234",
    "PROXY TCP6 2001:db8::7 2001:db8::9 51234 2323, 2001:db8:0:0:0:0:0:7, 51234",
    "2111 000c c6336407 c0000209 c822 0913, 198.51.100.7, 51234",
    "2121 0024 20010db8000000000000000000000007 20010db8000000000000000000000009 c822 0913,"
        + " 2001:db8:0:0:0:0:0:7, 51234",
    "2121 0024 00000000000000000000ffffc6336407 00000000000000000000ffffc0000209 c822 0913,"
        + " 198.51.100.7, 51234",
    "2111 0013 c6336407 c0000209 c822 0913 03 0004 a1b2c3d4, 198.51.100.7, 51234",
    "PROXY UNKNOWN, 127.0.0.1, 0",
    "2000 0000, 127.0.0.1, 0"
  })
  void addressIsTheOneThatTheProxyTells(String header, String address, int port) {
    try (TestClient alice = connect()) {
      alice.sendBytes(bytes(header)).send("alice").expectUntil("-- You are alice in .*");
      assertAddress(address, port);
    }
    try (TestClient bytewise = connect()) {
      for (byte b : bytes(header)) {
        bytewise.sendBytes(b);
      }
      await().until(() -> server.chat().sessions().size() == 1);
      bytewise.send("bob").expectUntil("-- You are bob in .*");
      assertAddress(address, port);
    }
  }

  @Test
  void headerAndFirstLineMayComeTogether() {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(bytes("2111 000c c6336407 c0000209 c822 0913"));
    both.writeBytes("alice\n/who\n".getBytes(StandardCharsets.UTF_8));
    try (TestClient alice = connect()) {
      alice.sendBytes(both.toByteArray()).expectUntil("-- You are alice in .*");
      alice.expect("-- 1 in #lobby: alice");
      assertAddress("198.51.100.7", 51234);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice\n",
        "GET / HTTP/1.1\r\n\r\n",
        "PROXY TCP4 198.51.100.7\r\n",
        "PROXY TCP4 example.org 192.0.2.9 1 2\r\n",
        "PROXY TCP4 198.51.100.7 192.0.2.9 99999 2\r\n",
        "PROXY TCP4 2001:db8::7 192.0.2.9 1 2\r\n",
        "PROXY TCP9 198.51.100.7 192.0.2.9 1 2\r\n",
        "PROXY TCP4 198.51.100.7 192.0.2.9 1 2                                                        "
            + "                                                   \r\n"
      })
  void whatIsNoHeaderIsClosedWithoutAWord(String instead) {
    try (TestClient client = connect()) {
      client.sendText(instead).sendText("and more of it\n").expectClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3111 000c c6336407 c0000209 c822 0913", "2111 0004 c6336407", "2f11 0000"})
  void whatIsNoBinaryHeaderIsClosedWithoutAWord(String header) {
    try (TestClient client = connect()) {
      client.sendBytes(bytes(header)).sendText("and more of it\n").expectClosed();
    }
  }

  @Test
  void headerThatDoesNotComeInTimeIsNotWaitedFor() {
    try (TestClient silent = connect();
        TestClient slow = connect()) {
      slow.sendText("PROXY TCP4 198.51");
      silent.expectClosed();
      slow.expectClosed();
    }
  }

  @Test
  void whoeverIsNoTrustedProxyIsTurnedAway() {
    try (TestClient stranger = TestClient.connect(server.port("strangers"))) {
      stranger.sendBytes(bytes("PROXY TCP4 198.51.100.7 192.0.2.9 51234 2323"));
      stranger.expectLine("!! This port takes connections from its proxies only.").expectClosed();
    }
  }

  @Test
  void limitsAreForTheAddressThatTheProxyTells() {
    try (TestClient first = connect().sendBytes(from("2001:db8::1"));
        TestClient second = connect().sendBytes(from("2001:db8::2"));
        TestClient elsewhere = connect()) {
      first.expect("-- Welcome .*");
      second.expect("-- Welcome .*");
      try (TestClient third = connect()) {
        third.sendBytes(from("2001:db8::3"));
        third
            .expectLine("!! Too many connections from your address (the limit is 2).")
            .expectClosed();
      }
      elsewhere.sendBytes(from("2001:db8:0:1::1")).expect("-- Welcome .*");
    }
  }

  @Test
  void headerStandsBeforeTls() throws IOException {
    try (Socket plain = TestCertificate.plain(server.port("both"))) {
      plain.getOutputStream().write(bytes("PROXY TCP4 198.51.100.7 192.0.2.9 51234 2323"));
      try (SSLSocket tls = TestCertificate.over(certificate.trusting(), plain)) {
        TestClient.over(tls).send("alice").expectUntil("-- You are alice in .*");
        assertAddress("198.51.100.7", 51234);
      }
    }
  }

  @Test
  void listenerThatTrustsNoProxyDoesNotStart() {
    assertThatThrownBy(() -> TestServer.start("parley.listeners.line.proxy-protocol=true").close())
        .hasRootCauseMessage(
            "Listener line has proxy-protocol on and no trusted-proxies: nobody could connect.");
  }
}
