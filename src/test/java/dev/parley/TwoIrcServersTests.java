package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests two whole servers on one database, which are one server to people with IRC clients. */
class TwoIrcServersTests {

  private static final String PASSWORD = "correct horse 1";

  @TempDir static Path dir;

  private static TestCertificate certificate;
  private static EmbeddedPostgres postgres;
  private static TestServer first;
  private static TestServer second;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
    certificate = TestCertificate.make().write(dir);
    first = server("one");
    second = server("two");
    await().untilAsserted(() -> assertThat(first.chat().nodes()).hasSize(2));
  }

  private static TestServer server(String name) {
    return TestServer.start(
        CertificateServerTests.encrypting(
            dir,
            "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "parley.cluster.enabled=true",
            "parley.cluster.name=" + name,
            "parley.cluster.drain-time=100ms",
            "parley.listeners.proxied.port=0",
            "parley.listeners.proxied.address=127.0.0.1",
            "parley.listeners.proxied.proxy-protocol=true",
            "parley.listeners.proxied.trusted-proxies=127.0.0.0/8",
            "parley.resume.hold=2m"));
  }

  @AfterAll
  static void stop() throws IOException {
    second.close();
    first.close();
    postgres.close();
  }

  @AfterEach
  void everyoneHasLeft() {
    await().until(() -> first.chat().population() == 0 && second.chat().population() == 0);
  }

  /** Makes an account at the first server, which the second one knows then. */
  private static void register(String name) {
    first.bean(AccountAdmin.class).create(name, new Secret(PASSWORD), false);
    await().until(() -> second.bean(Accounts.class).find(new Nick(name)) != null);
  }

  @Test
  void certificateLogsInAtEitherServer() throws IOException {
    TestCertificate own = TestCertificate.make();
    register("cert");
    first.bean(AccountAdmin.class).addCertificate("cert", own.fingerprint());
    try (TestClient client = CertificateServerTests.shown(certificate, own, second, "ircs")) {
      client.send("CAP REQ sasl").expectUntil(".* ACK .*").send("AUTHENTICATE EXTERNAL");
      client.expectLine("AUTHENTICATE +").send("AUTHENTICATE +");
      client.expect(".* 900 .* cert :.*").expect(".* 903 .*");
    }
    second.bean(AccountAdmin.class).removeCertificate("cert", own.fingerprint());
    try (TestClient client = CertificateServerTests.shown(certificate, own, first, "tls")) {
      client.send("/login").expectUntil("!! Your certificate .* belongs to no account.*");
    }
  }

  @Test
  void scramLogsInAtEitherServer() {
    register("scram");
    ScramClient scram = new ScramClient("scram", PASSWORD);
    try (TestClient client = second.connectIrc().send("CAP REQ sasl").expect(".* ACK .*")) {
      client.send("AUTHENTICATE SCRAM-SHA-256").expectLine("AUTHENTICATE +");
      String challenge = decoded(client.send("AUTHENTICATE " + encoded(scram.first())).line());
      client.send("AUTHENTICATE " + encoded(scram.last(challenge)));
      assertThat(decoded(client.line())).isEqualTo(scram.signature());
      client.send("AUTHENTICATE +").expect(".* 900 .* scram :.*").expect(".* 903 .*");
    }
  }

  private static String encoded(String message) {
    return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String line) {
    String message = line.substring("AUTHENTICATE ".length());
    return new String(Base64.getDecoder().decode(message), StandardCharsets.UTF_8);
  }

  private static TestClient joined(TestServer server, String nick, String room, String wants) {
    return server.joinIrc(nick, wants).send("JOIN " + room).expectUntil(".* 366 .*");
  }

  private static void awaitMembers(TestServer server, String room) {
    await()
        .untilAsserted(
            () -> assertThat(server.chat().operator().room(room).members()).isEqualTo(2));
  }

  @Test
  void introductionsAndUserModesAreKnownAtTheOther() {
    try (TestClient alice = joined(first, "alice", "#intro", "setname");
        TestClient bob = joined(second, "bob", "#intro", "setname");
        TestClient carol = second.joinIrc("carol", "")) {
      awaitMembers(second, "intro");
      bob.send("WHOIS alice").expectUntil(":parley 311 bob alice alice \\S+ \\* :Real alice");
      bob.expectUntil(".* 318 .*");
      alice.send("SETNAME :Alice Liddell").expectUntil(":alice!alice@\\S+ SETNAME :Alice Liddell");
      bob.expect(":alice!alice@\\S+ SETNAME :Alice Liddell");
      alice.send("MODE alice +iB").expectUntil(":alice!\\S+ MODE alice \\+Bi");
      await()
          .until(
              () -> second.chat().holder(new Nick("alice")).introduction().flags().length() == 2);
      bob.send("WHOIS alice").expect(":parley 311 bob alice alice \\S+ \\* :Alice Liddell");
      bob.expectUntil(".* 335 bob alice :is a bot").expectUntil(".* 318 .*");
      carol.send("WHO #intro").expect(".* 352 carol #intro bob .*").expect(".* 315 .*");
      alice.send("MODE alice -iB").expectUntil(":alice!\\S+ MODE alice -Bi");
      await().until(() -> second.chat().holder(new Nick("alice")).introduction().flags().isEmpty());
      carol.send("WHO #intro").expect(".* 352 .*").expect(".* 352 .*").expect(".* 315 .*");
    }
  }

  @Test
  void ghostIsAnsweredWhenTheNameIsFree() {
    register("ghost");
    try (TestClient old = first.joinIrc("old", "");
        TestClient again = second.joinIrc("again", "")) {
      old.send("NS IDENTIFY ghost " + PASSWORD).expectUntil(".*You are now logged in as ghost.");
      old.send("NICK ghost").expect(":old!\\S+ NICK ghost");
      await().until(() -> second.chat().holder(new Nick("ghost")) != null);
      again.send("NS GHOST ghost " + PASSWORD).send("NICK ghost");
      again.expectUntil(".*You are now logged in as ghost.");
      again.expect(":NickServ!\\S+ NOTICE again :ghost is disconnected.");
      again.expect(":again!\\S+ NICK ghost");
      old.expectUntil("ERROR :.*").expectClosed();
    }
  }

  @Test
  void linesWrittenElsewhereAreFound() {
    try (TestClient alice = joined(first, "alice", "#found", "");
        TestClient bob = joined(second, "bob", "#found", "batch message-tags soju.im/search")) {
      awaitMembers(second, "found");
      alice.send("PRIVMSG #found :a needle in the hay");
      bob.expectUntil(".* PRIVMSG #found :a needle in the hay");
      bob.send("SEARCH text=needle").expect(".* BATCH \\+\\S+ soju.im/search");
      bob.expect("@batch=.* :alice!\\S+ PRIVMSG #found :a needle in the hay");
    }
  }

  @Test
  void partsAndTagsOfATextAreTheSameAtTheOther() {
    try (TestClient alice = joined(first, "alice", "#parts", "batch draft/multiline message-tags");
        TestClient bob = joined(second, "bob", "#parts", "batch draft/multiline message-tags");
        TestClient carol = joined(second, "carol", "#parts", "")) {
      await()
          .untilAsserted(
              () -> assertThat(first.chat().operator().room("parts").members()).isEqualTo(3));
      alice.send("@+reply=x BATCH +1 draft/multiline #parts");
      alice.send("@batch=1 PRIVMSG #parts :one ");
      alice.send("@batch=1;draft/multiline-concat PRIVMSG #parts :line");
      alice.send("@batch=1 PRIVMSG #parts :and two").send("BATCH -1");

      bob.expectUntil("@\\S*\\+reply=x :alice!\\S+ BATCH \\+line-1 draft/multiline #parts");
      bob.expect("@batch=line-1 :alice!\\S+ PRIVMSG #parts :one ");
      bob.expect("@batch=line-1;draft/multiline-concat :alice!\\S+ PRIVMSG #parts :?line");
      bob.expect("@batch=line-1 :alice!\\S+ PRIVMSG #parts :and two").expect(".*BATCH -line-1");
      carol.expectUntil(":alice!\\S+ PRIVMSG #parts :one ");
      carol.expect(":alice!\\S+ PRIVMSG #parts :?line");
      carol.expect(":alice!\\S+ PRIVMSG #parts :and two");
    }
  }

  private static TestClient proxied(TestServer server, String address) {
    return TestClient.connect(server.port("proxied"))
        .send("PROXY TCP4 " + address + " 127.0.0.1 40000 2323\r");
  }

  private static String token(TestClient client) {
    String line = client.line();
    while (!line.contains("/resume ")) {
      line = client.line();
    }
    return line.replaceFirst(".*/resume ", "");
  }

  private static void awaitLoss(TestServer server, String nick) {
    await()
        .until(() ->
            server.chat().sessions().stream()
                .noneMatch(session -> new Nick(nick).equals(session.nick())));
  }

  @Test
  void anotherHostIsShownAtTheOther() {
    try (TestClient alice = joined(second, "alice", "#move", "chghost");
        TestClient bob = proxied(first, "203.0.113.1").send("bob")) {
      String token = token(bob);
      bob.send("/join move").expectUntil("-- You are bob in #move.*");
      alice.expectUntil(":bob!line@\\S+ JOIN #move");
      bob.reset();
      awaitLoss(first, "bob");
      try (TestClient back = proxied(first, "203.0.113.2").send("/resume " + token)) {
        back.expectUntil("-- You are bob again.*");
        alice.expect(":bob!line@\\S+ CHGHOST line \\S+");
        back.send("/quit").expectUntil("-- bye.*");
      }
    }
  }

  @Test
  void invitationOutlastsAHandover() {
    try (TestClient alice = first.join("alice");
        TestClient bob = first.join("bob")) {
      String token = token(bob);
      alice.send("/join club").expectUntil("-- You are alice in #club.*");
      alice.send("/set invite-only on").expectUntil("-- Settings of #club.*");
      alice.send("/invite bob").expectUntil("-- bob may come into #club now.");
      bob.expectUntil("-- alice invites you to #club.*");
      bob.reset();
      awaitLoss(first, "bob");
      try (TestClient back = second.connect().send("/resume " + token)) {
        back.expectUntil("-- You are bob again.*").send("/join club");
        back.expectUntil("-- You are bob in #club with alice.*");
        back.send("/quit").expectUntil("-- bye.*");
      }
      alice.send("/quit").expectUntil("-- bye.*");
    }
  }
}
