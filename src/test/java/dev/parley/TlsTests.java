package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a TLS listener beside a plain one. */
class TlsTests {

  private static final String TLS_1_2 = "TLSv1.2";
  private static final String TLS_1_3 = "TLSv1.3";
  private static final byte[] HELLO = {0x16, 3, 1, 0x02, 0, 1, 0, 1, (byte) 0xFC, 3, 3};

  @TempDir static Path dir;

  private static TestCertificate certificate;
  private static TestServer server;

  @BeforeAll
  static void start() {
    certificate = TestCertificate.make().write(dir);
    server = TestServer.start(with("parley.limits.handshake-timeout=2s"));
  }

  /** Returns the properties of a server that encrypts, and more. */
  private static String[] with(String... more) {
    return Stream.concat(
            Stream.of(
                "parley.listeners.tls.port=0",
                "parley.listeners.tls.address=127.0.0.1",
                "parley.listeners.tls.ssl-bundle=chat",
                "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
                "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"),
                "spring.ssl.bundle.pem.chat.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=100ms",
                "parley.limits.messages-burst=0",
                "parley.history.on-join=0"),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void everyoneHasLeft() {
    await().until(() -> server.chat().sessions().isEmpty());
  }

  private static int port() {
    return server.port("tls");
  }

  private static TestClient connect(String... protocols) throws IOException {
    return TestClient.over(TestCertificate.connect(certificate.trusting(), port(), protocols));
  }

  private static TestClient join(String name, String... protocols) throws IOException {
    return connect(protocols).send(name).expectUntil("-- You are " + name + " in #lobby.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS_1_2, TLS_1_3})
  void thoseWhoEncryptAndThoseWhoDoNotAreInTheSameRoom(String protocol) throws IOException {
    try (TestClient alice = server.join("alice");
        TestClient bob = join("bob", protocol)) {
      alice.expect("-- bob joined .*").send("hello");
      bob.expectLine("<alice> hello").send("Grüße");
      alice.expectLine("<bob> Grüße");
      bob.send("/quit").expectLine("-- bye: 1 line accepted").expectClosed();
    }
  }

  @Test
  void clientsAndListenersSayWhetherTheyAreEncrypted() throws IOException {
    try (TestClient alice = server.join("alice");
        TestClient bob = join("bob")) {
      alice.expect("-- bob joined .*").send("hello");
      bob.expectLine("<alice> hello");
      assertThat(server.chat().sessions())
          .allSatisfy(session ->
              assertThat(session.endpoint().tls())
                  .isEqualTo(session.endpoint().listener().equals("tls")));
      assertThat(server.bean(Listeners.class).list())
          .filteredOn(ListenerInfo::tls)
          .singleElement()
          .extracting(ListenerInfo::name)
          .isEqualTo("tls");
    }
  }

  @Test
  void pipeGetsItsReceipt() throws IOException {
    try (TestClient pipe = connect(TLS_1_3)) {
      pipe.sendText("ci\nbuild 812 passed\nno newline at the end").endInput();
      pipe.expectUntil("-- You are ci .*").expectLine("-- bye: 2 lines accepted").expectClosed();
    }
  }

  @Test
  void pipeThatCannotHalfCloseIsCarriedOut() throws IOException {
    try (TestClient alice = server.join("alice")) {
      connect(TLS_1_2).sendText("ci\nbuild 812 passed\n").endInput().close();
      alice.expect("-- ci joined .*").expectLine("<ci> build 812 passed").expect("-- ci left .*");
    }
  }

  @Test
  void lineThatIsCutOffIsNotSaid() throws IOException {
    try (TestClient alice = server.join("alice");
        Socket plain = TestCertificate.plain(port());
        SSLSocket tls = TestCertificate.over(certificate.trusting(), plain, TLS_1_3)) {
      TestClient mallory = TestClient.over(tls).send("mallory");
      alice.expect("-- mallory joined .*");
      mallory.sendText("whole\nI owe you 100");
      alice.expectLine("<mallory> whole");
      plain.shutdownOutput();
      alice.expect("-- mallory left .*");
      mallory.expectUntil("-- bye: 1 line accepted").expectClosed();
    }
  }

  @Test
  void plainTextIsToldThatThePortSpeaksTls() {
    try (TestClient client = TestClient.connect(port())) {
      client.send("alice").expectLine("!! This port speaks TLS.").expectClosed();
    }
  }

  @Test
  void plainPipeIsToldThatThePortSpeaksTls() {
    try (TestClient pipe = TestClient.connect(port())) {
      pipe.sendText("ci\nbuild 812 passed\n").endInput();
      pipe.expectLine("!! This port speaks TLS.").expectClosed();
    }
  }

  @Test
  void whoeverWaitsForAGreetingIsToldThatThePortSpeaksTls() {
    try (TestClient client = TestClient.connect(port())) {
      client.expectLine("!! This port speaks TLS.").expectClosed();
    }
  }

  @Test
  void tlsOnAPlainPortIsToldByAnAlert() {
    try (TestClient client = server.connect()) {
      client.sendBytes(HELLO);
      assertThat(client.bytes(7)).containsExactly(21, 3, 3, 0, 2, 2, 40);
      client.expectClosed();
    }
    assertThatThrownBy(
            () -> TestCertificate.connect(certificate.trusting(), server.port("line")).close())
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("handshake_failure");
  }

  @Test
  void byteThatTlsBeginsWithMayBeginALine() {
    try (TestClient client = server.connect()) {
      client.sendBytes((byte) 0x16).sendText("alice\n").expectUntil("-- You are alice in .*");
    }
  }

  @Test
  void handshakeThatStallsIsCutOffAndHoldsUpNobody() throws IOException {
    try (TestClient stalled = TestClient.connect(port());
        TestClient alice = join("alice")) {
      stalled.sendBytes(HELLO);
      alice.send("/who").expect("-- 1 in #lobby: alice");
      stalled.rest();
      alice.send("/who").expect("-- 1 in #lobby: alice");
    }
  }

  @Test
  void rubbishInPlaceOfAHandshakeHarmsNobody() throws IOException {
    byte[] rubbish = new byte[50_000];
    new java.util.Random(812).nextBytes(rubbish);
    System.arraycopy(HELLO, 0, rubbish, 0, HELLO.length);
    try (TestClient vandal = TestClient.connect(port());
        TestClient alice = join("alice")) {
      vandal.sendBytes(rubbish).reset();
      alice.send("/who").expect("-- 1 in #lobby: alice");
    }
  }

  @Test
  void serversOrderOfCiphersCounts() throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            certificate
                .trusting()
                .getSocketFactory()
                .createSocket(TestCertificate.plain(port()), "localhost", 0, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setCipherSuites(
          new String[] {
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
          });
      parameters.setProtocols(new String[] {TLS_1_2});
      socket.setSSLParameters(parameters);
      assertThat(socket.getSession().getCipherSuite())
          .isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
      })
  void ciphersThatAreNotSoundAreRefused(String cipher) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            certificate
                .trusting()
                .getSocketFactory()
                .createSocket(TestCertificate.plain(port()), "localhost", 0, true)) {
      socket.setEnabledProtocols(new String[] {TLS_1_2});
      socket.setEnabledCipherSuites(new String[] {cipher});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void nobodyRenegotiates() throws IOException {
    try (SSLSocket socket = TestCertificate.connect(certificate.trusting(), port(), TLS_1_2)) {
      TestClient alice = TestClient.over(socket).send("alice").expectUntil("-- You are alice .*");
      socket.startHandshake();
      assertThatThrownBy(() -> alice.send("/who").expectUntil("-- 1 in #lobby.*"))
          .isInstanceOfAny(AssertionError.class, java.io.UncheckedIOException.class);
    }
  }

  @Test
  void renewedCertificateIsForNewConnectionsAndDropsNobody() throws IOException {
    TestCertificate before = certificate;
    try (SSLSocket old = TestCertificate.connect(before.trusting(), port());
        TestClient alice = TestClient.over(old)) {
      alice.send("alice").expectUntil("-- You are alice .*");
      assertThat(TestCertificate.serialOf(old)).isEqualTo(before.serial());
      certificate = TestCertificate.make().write(dir);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> {
            try (SSLSocket fresh = TestCertificate.connect(certificate.trusting(), port())) {
              assertThat(TestCertificate.serialOf(fresh)).isEqualTo(certificate.serial());
            }
          });
      alice.send("/who").expectUntil("-- 1 in #lobby: alice");
    }
  }

  @Test
  void readerThatStallsForAWhileLosesNothing() throws IOException {
    try (TestServer own = TestServer.start(with("parley.limits.sendq-bytes=64MB"));
        TestClient alice = own.join("alice");
        SSLSocket socket = TestCertificate.connect(certificate.trusting(), own.port("tls"));
        TestClient stalled = TestClient.over(socket)) {
      stalled.send("carol").expectUntil("-- You are carol .*");
      alice.expect("-- carol joined .*");
      String text = "x".repeat(4000);
      for (int i = 0; i < 2500; i++) {
        alice.send(text + i);
      }
      alice.send("/who").expect("-- 2 in #lobby: .*");
      assertThat(
              own.chat().sessions().stream()
                  .mapToLong(session -> session.endpoint().traffic().sendqBytes())
                  .sum())
          .isPositive();
      for (int i = 0; i < 2500; i++) {
        stalled.expectLine("<alice> " + text + i);
      }
      stalled.send("/quit").expect("-- bye: .*").expectClosed();
    }
  }

  @Test
  void readerThatFallsBehindIsClosed() throws IOException {
    try (TestServer own = TestServer.start(with("parley.limits.sendq-bytes=64KB"));
        TestClient alice = own.join("alice");
        SSLSocket socket = TestCertificate.connect(certificate.trusting(), own.port("tls"));
        TestClient stalled = TestClient.over(socket)) {
      stalled.send("carol").expectUntil("-- You are carol .*");
      alice.expect("-- carol joined .*");
      String text = "x".repeat(4000);
      int sent = 0;
      while (own.chat().population() == 2) {
        alice.send(text).send("/who").expectUntil("-- [12] in #lobby: .*");
        assertThat(++sent).as("lines until the reader is closed").isLessThan(5000);
      }
      await().until(() -> connections(own, "tls") == 0);
    }
  }

  private static int connections(TestServer of, String listener) {
    return of.bean(Listeners.class).list().stream()
        .filter(info -> info.name().equals(listener))
        .mapToInt(ListenerInfo::connections)
        .sum();
  }

  @Test
  void whoeverIsTurnedAwayIsToldByAnAlert() throws IOException {
    try (TestServer own = TestServer.start(with("parley.limits.connections-per-address=1"));
        TestClient alice = own.join("alice")) {
      assertThatThrownBy(
              () -> TestCertificate.connect(certificate.trusting(), own.port("tls")).close())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("access_denied");
      alice.send("/who").expect("-- 1 in #lobby: alice");
    }
  }

  @Test
  void clientsShowACertificateWhereTheyNeedOne() throws IOException {
    TestCertificate trusted = TestCertificate.make();
    Path clients = dir.resolve("clients");
    java.nio.file.Files.createDirectories(clients);
    trusted.write(clients);
    try (TestServer own =
        TestServer.start(
            with(
                "parley.listeners.tls.client-auth=need",
                "spring.ssl.bundle.pem.chat.truststore.certificate="
                    + clients.resolve("cert.pem")))) {
      int tlsPort = own.port("tls");
      try (SSLSocket socket = TestCertificate.connect(certificate.trusting(trusted), tlsPort)) {
        TestClient.over(socket).send("alice").expectUntil("-- You are alice .*");
      }
      for (TestCertificate stranger : new TestCertificate[] {null, TestCertificate.make()}) {
        assertThatThrownBy(
                () -> {
                  try (SSLSocket socket =
                      TestCertificate.connect(
                          stranger == null
                              ? certificate.trusting()
                              : certificate.trusting(stranger),
                          tlsPort)) {
                    socket.getOutputStream().write("bob\n".getBytes(StandardCharsets.UTF_8));
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                    throw new IOException("closed");
                  }
                })
            .isInstanceOf(IOException.class);
      }
      assertThat(own.chat().population()).isLessThanOrEqualTo(1);
    }
  }
}
