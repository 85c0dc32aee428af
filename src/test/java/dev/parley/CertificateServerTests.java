package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests logging in by a TLS certificate on whole servers, one for each database. */
class CertificateServerTests {

  private static final String PASSWORD = "correct horse 1";
  private static final String FAILED = ":parley 904 * :SASL authentication failed";
  private static final String SUCCESS = ":parley 903 * :SASL authentication successful";

  @TempDir static Path dir;

  private static TestCertificate certificate;
  private static EmbeddedPostgres postgres;
  private static List<TestServer> servers;

  private final TestCertificate own = TestCertificate.make();

  @BeforeAll
  static void start() throws IOException {
    certificate = TestCertificate.make().write(dir);
    postgres = EmbeddedPostgres.start();
    servers =
        List.of(
            TestServer.start(encrypting(dir, "parley.accounts.certificates=2")),
            TestServer.start(
                encrypting(
                    dir,
                    "parley.accounts.certificates=2",
                    "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"))));
  }

  /** Returns the properties of a server with a certificate for IRC and lines, and more. */
  static String[] encrypting(Path dir, String... more) {
    return Stream.concat(
            Stream.of(
                "parley.listeners.ircs.port=0",
                "parley.listeners.ircs.address=127.0.0.1",
                "parley.listeners.ircs.ssl-bundle=chat",
                "parley.listeners.tls.port=0",
                "parley.listeners.tls.address=127.0.0.1",
                "parley.listeners.tls.ssl-bundle=chat",
                "parley.listeners.tls.client-auth=any",
                "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
                "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem")),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  @AfterAll
  static void stop() throws IOException {
    servers.forEach(TestServer::close);
    postgres.close();
  }

  static Stream<TestServer> servers() {
    return servers.stream();
  }

  private static void register(TestServer server, String name) {
    server.bean(AccountAdmin.class).create(name, new Secret(PASSWORD), false);
  }

  private TestClient shown(TestServer server, String listener) throws IOException {
    return shown(certificate, own, server, listener);
  }

  /** Connects to a server by TLS, and shows a certificate. */
  static TestClient shown(
      TestCertificate trusted, TestCertificate own, TestServer server, String listener)
      throws IOException {
    return TestClient.over(TestCertificate.connect(trusted.trusting(own), server.port(listener)));
  }

  private TestClient begun(TestServer server) throws IOException {
    return shown(server, "ircs").send("CAP REQ sasl").expect(".* ACK :?sasl");
  }

  private static TestClient external(TestClient client, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    client.send("AUTHENTICATE EXTERNAL").expectLine("AUTHENTICATE +");
    return client.send(
        "AUTHENTICATE " + (name.isEmpty() ? "+" : Base64.getEncoder().encodeToString(bytes)));
  }

  private static void add(TestServer server, String account, TestCertificate certificate) {
    assertThat(server.bean(AccountAdmin.class).addCertificate(account, certificate.fingerprint()))
        .isInstanceOf(Outcome.Ok.class);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void externalIsOfferedWhereACertificateIsShown(TestServer server) throws IOException {
    try (TestClient client = shown(server, "ircs").send("CAP LS 302")) {
      client.expectUntil(".*[ :]sasl=PLAIN,EXTERNAL,SCRAM-SHA-256( .*)?");
    }
    try (TestClient client =
        TestClient.over(TestCertificate.connect(certificate.trusting(), server.port("ircs")))) {
      client.send("CAP LS 302").expectUntil(".*[ :]sasl=PLAIN,SCRAM-SHA-256( .*)?");
      client.send("CAP REQ sasl").expectUntil(".* ACK .*").send("AUTHENTICATE EXTERNAL");
      client.expectLine(":parley 908 * PLAIN,SCRAM-SHA-256 :are available SASL mechanisms");
      client.expectLine(FAILED);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void ownersAddTheirCertificateAndLogInByIt(TestServer server) throws IOException {
    register(server, "alice");
    try (TestClient alice = shown(server, "ircs")) {
      alice.send("NICK visitor").send("USER alice 0 * :Alice").expectUntil(".* 376 .*");
      alice.send("NS IDENTIFY alice " + PASSWORD).expectUntil(".*You are now logged in as alice.");
      alice.send("NS CERT LIST");
      alice.expect(":NickServ!.* NOTICE \\S+ :Certificates that log in to alice: 0");
      alice.send("NS CERT ADD");
      alice.expect(":NickServ!.* :Certificates that log in to alice: 1");
      alice.expect(":NickServ!.* :?" + own.fingerprint());
      alice.send("NS CERT ADD").expect(".* :That certificate belongs to an account already.");
      alice.send("WHOIS visitor").expectUntil(".* 276 .* fingerprint " + own.fingerprint());
    }
    try (TestClient alice = external(begun(server), "")) {
      alice.expect(":parley 900 \\* \\S+ alice :.*").expectLine(SUCCESS);
      alice.send("NICK alice").send("USER alice 0 * :Alice").send("CAP END");
      alice.expectUntil(".* 376 .*").send("NS CERT DEL " + own.fingerprint());
      alice.expect(".* :Certificates that log in to alice: 0");
    }
    assertThat(server.bean(Accounts.class).find(new Nick("alice")).lastLoginAt()).isNotNull();
    try (TestClient alice = external(begun(server), "")) {
      alice.expectLine(FAILED);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void pipeGetsItsReceiptWithACertificateAndWithout(TestServer server) throws IOException {
    TestClient without =
        TestClient.over(TestCertificate.connect(certificate.trusting(), server.port("tls")));
    for (TestClient pipe : List.of(shown(server, "tls"), without)) {
      pipe.sendText("ci\nbuild 812 passed\nno newline at the end").endInput();
      pipe.expectUntil("-- bye: 2 lines accepted").expectClosed();
      pipe.close();
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void accountHasToBeTheOneThatIsNamed(TestServer server) throws IOException {
    register(server, "bob");
    register(server, "mallory");
    add(server, "bob", own);
    try (TestClient client = begun(server)) {
      external(client, "mallory").expectLine(FAILED);
      external(client, "not a name").expectLine(FAILED);
      external(client, "Bob").expect(".* 900 .* bob :.*").expectLine(SUCCESS);
    }
    server
        .bean(AccountAdmin.class)
        .change("bob", new AccountAdmin.AccountChange(null, null, null, true, null));
    try (TestClient client = external(begun(server), "bob")) {
      client.expectLine(FAILED);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void certificatesOfAnAccountAreLimited(TestServer server) throws IOException {
    register(server, "carol");
    try (TestClient carol = shown(server, "tls")) {
      carol.send("carol2").expectUntil("-- You are carol2 .*");
      carol.send("/cert add").expectUntil("!! You are not logged in, so there are no .*");
      carol.send("/login carol " + PASSWORD).expectUntil("-- You are logged in as carol.*");
      carol.send("/cert").expect("-- No certificates log in to carol.");
      carol.send("/cert add nonsense").expect("!! A fingerprint is the SHA-256 .*");
      String other = TestCertificate.make().fingerprint();
      carol.send("/cert add " + other.toUpperCase(Locale.ROOT));
      carol.expect("-- Certificates that log in to carol:").expectLine("-- " + other);
      carol.send("/cert add").expect("-- Cert.*").expectLine("-- " + other);
      carol.expectLine("-- " + own.fingerprint());
      carol.send("/cert add " + TestCertificate.make().fingerprint());
      carol.expectLine("!! An account has at most 2 certificates.");
      carol.send("/cert remove " + other.replaceAll("(..)(?=.)", "$1:"));
      carol.expect("-- Cert.*").expectLine("-- " + own.fingerprint());
      carol.send("/cert remove " + other).expectLine("!! The account has no such certificate.");
      carol.send("/json on").expect("\\{.*").send("/cert");
      carol.expect("\\{.*\"certificates\":\\[\"" + own.fingerprint() + "\"]}");
    }
    try (TestClient carol = shown(server, "tls").send("/login")) {
      carol.expectUntil("-- You are logged in as carol.*").expect("-- You are carol in #lobby.*");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void loginNeedsACertificateOfAnAccount(TestServer server) throws IOException {
    try (TestClient stranger = shown(server, "tls").send("/login")) {
      stranger.expectUntil(
          "!! Your certificate " + own.fingerprint() + " belongs to no account. .*");
    }
    try (TestClient nobody = server.connect().send("/login")) {
      nobody.expectUntil("!! Usage: /login NAME PASSWORD");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void tokensManageNoCertificates(TestServer server) throws IOException {
    register(server, "dave");
    var issued =
        (Outcome.Ok<Tokens.Issued>)
            server.bean(AccountAdmin.class).issue("robot", Set.of(), "dave", null);
    try (TestClient robot = shown(server, "tls")) {
      robot.send("/login " + issued.value().secret().text()).expectUntil("-- You are dave .*");
      robot.send("/cert add").expectUntil("!! You are logged in with a token: .*");
    }
  }
}
