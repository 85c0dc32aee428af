package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests SASL SCRAM-SHA-256 over IRC on whole servers, one for each database. */
class ScramServerTests {

  private static final String PASSWORD = "correct horse 1";
  private static final String FAILED = ":parley 904 * :SASL authentication failed";

  private static EmbeddedPostgres postgres;
  private static List<TestServer> servers;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
    servers =
        List.of(
            TestServer.start(),
            TestServer.start(
                "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres")));
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

  private static TestClient begun(TestServer server) {
    TestClient client = server.connectIrc().send("CAP REQ sasl").expect(".* CAP \\* ACK :?sasl");
    return begin(client);
  }

  private static TestClient begin(TestClient client) {
    return client.send("AUTHENTICATE SCRAM-SHA-256").expectLine("AUTHENTICATE +");
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void mechanismsAreListed(TestServer server) {
    try (TestClient client = server.connectIrc().send("CAP LS 302")) {
      client.expectUntil(".*[ :]sasl=PLAIN,SCRAM-SHA-256( .*)?");
      client.send("CAP REQ sasl").expectUntil(".* ACK .*").send("AUTHENTICATE FOO");
      client.expectLine(":parley 908 * PLAIN,SCRAM-SHA-256 :are available SASL mechanisms");
      client.expectLine(FAILED);
    }
  }

  private static TestClient say(TestClient client, String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return client.send("AUTHENTICATE " + Base64.getEncoder().encodeToString(bytes));
  }

  private static String heard(TestClient client) {
    String line = client.line();
    assertThat(line).startsWith("AUTHENTICATE ");
    byte[] bytes = Base64.getDecoder().decode(line.substring("AUTHENTICATE ".length()));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String challenge(TestServer server, String name) {
    try (TestClient client = begun(server)) {
      return heard(say(client, new ScramClient(name, PASSWORD).first()));
    }
  }

  private static void logsIn(TestServer server, String name, String password) {
    ScramClient scram = new ScramClient(name, password);
    try (TestClient client = begun(server)) {
      String challenge = heard(say(client, scram.first()));
      assertThat(heard(say(client, scram.last(challenge)))).isEqualTo(scram.signature());
      client.send("AUTHENTICATE +").expect(":parley 900 \\* \\S+ " + name + " :.*");
      client.expectLine(":parley 903 * :SASL authentication successful");
    }
  }

  private static void fails(TestServer server, String name, String password) {
    ScramClient scram = new ScramClient(name, password);
    try (TestClient client = begun(server)) {
      say(say(client, scram.first()), scram.last(heard(client))).expectLine(FAILED);
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void passwordIsProvedWithoutBeingSent(TestServer server) {
    register(server, "alice");

    logsIn(server, "alice", PASSWORD);
    assertThat(server.bean(Accounts.class).find(new Nick("alice")).lastLoginAt()).isNotNull();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void wrongPasswordFailsAndTheNextOneCanBeTried(TestServer server) {
    register(server, "bob");
    ScramClient wrong = new ScramClient("bob", "battery staple");
    ScramClient right = new ScramClient("bob", PASSWORD);

    try (TestClient client = begun(server)) {
      say(say(client, wrong.first()), wrong.last(heard(client))).expectLine(FAILED);
      say(begin(client), right.first());
      say(client, right.last(heard(client)));
      assertThat(heard(client)).isEqualTo(right.signature());
      client.send("AUTHENTICATE +").expect(".* 900 .*").expect(".* 903 .*");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void nobodysChallengeLooksLikeSomebodys(TestServer server) {
    register(server, "carol");
    String carols = challenge(server, "carol").replaceFirst("r=[^,]+", "");
    String nobodys = challenge(server, "Nobody").replaceFirst("r=[^,]+", "");

    assertThat(carols).isEqualTo(challenge(server, "Carol").replaceFirst("r=[^,]+", ""));
    assertThat(nobodys).isEqualTo(challenge(server, "nobody").replaceFirst("r=[^,]+", ""));
    assertThat(nobodys).hasSameSizeAs(carols).isNotEqualTo(carols);
    assertThat(nobodys.replaceFirst("s=[^,]+", "")).isEqualTo(carols.replaceFirst("s=[^,]+", ""));
    fails(server, "nobody", PASSWORD);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void olderAccountGetsItsVerifierByALoginWithItsPassword(TestServer server) {
    register(server, "dave");
    server
        .bean(Store.class)
        .change(
            client -> client.sql("update account set scram = null where name = 'dave'").update());

    fails(server, "dave", PASSWORD);
    try (TestClient client = server.connectIrc().send("CAP REQ sasl").expect(".* ACK .*")) {
      client.send("AUTHENTICATE PLAIN").expectLine("AUTHENTICATE +");
      say(client, "\0dave\0" + PASSWORD).expect(".* 900 .*").expect(".* 903 .*");
    }
    logsIn(server, "dave", PASSWORD);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void newPasswordCountsInTheMiddleOfAnExchange(TestServer server) {
    register(server, "erin");
    ScramClient scram = new ScramClient("erin", PASSWORD);
    AccountAdmin admin = server.bean(AccountAdmin.class);
    try (TestClient client = begun(server)) {
      String challenge = heard(say(client, scram.first()));
      admin.change(
          "erin",
          new AccountAdmin.AccountChange(null, new Secret("new horse 2"), null, null, null));
      say(client, scram.last(challenge)).expectLine(FAILED);
    }
    ScramClient again = new ScramClient("erin", "new horse 2");
    try (TestClient client = begun(server)) {
      say(client, again.last(heard(say(client, again.first()))));
      assertThat(heard(client)).isEqualTo(again.signature());
      admin.change(
          "erin", new AccountAdmin.AccountChange(null, new Secret(PASSWORD), null, null, null));
      client.send("AUTHENTICATE +").expectLine(FAILED);
    }
    logsIn(server, "erin", PASSWORD);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void disabledAccountStaysShut(TestServer server) {
    register(server, "frank");
    server
        .bean(AccountAdmin.class)
        .change("frank", new AccountAdmin.AccountChange(null, null, null, true, null));

    fails(server, "frank", PASSWORD);
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void whatIsMalformedOrGivenUpFails(TestServer server) {
    register(server, "grace");
    ScramClient scram = new ScramClient("grace", PASSWORD);
    try (TestClient client = begun(server)) {
      client.send("AUTHENTICATE not/base64!").expectLine(FAILED);
      say(begin(client), "no message").expectLine(FAILED);
      say(begin(client), "p=tls-unique,,n=grace,r=abc").expectLine(FAILED);
      say(begin(client), "n,,n=not a nick,r=abc").expectLine(FAILED);
      String first = heard(say(begin(client), scram.first()));
      String overheard = scram.last(first);
      client.send("AUTHENTICATE *").expectLine(":parley 906 * :SASL authentication aborted");
      assertThat(heard(say(begin(client), scram.first()))).isNotEqualTo(first);
      say(client, overheard).expectLine(FAILED);
      String challenge = heard(say(begin(client), scram.first()));
      say(client, scram.last(challenge));
      assertThat(heard(client)).isEqualTo(scram.signature());
      client.send("AUTHENTICATE *").expectLine(":parley 906 * :SASL authentication aborted");
      client.send("NICK grace").send("USER grace 0 * :Grace").send("CAP END");
      client.expect(".* 433 .*");
    }
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("servers")
  void longMessagesAreDivided(TestServer server) {
    register(server, "heidi");
    ScramClient scram = new ScramClient("heidi", PASSWORD, "n".repeat(300));
    try (TestClient client = begun(server)) {
      send(client, scram.first());
      String challenge = heardInParts(client);
      send(client, scram.last(challenge));
      assertThat(heard(client)).isEqualTo(scram.signature());
      client.send("AUTHENTICATE +").expect(".* 900 .*").expect(".* 903 .*");
    }
  }

  private static void send(TestClient client, String message) {
    String encoded = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    assertThat(encoded).hasSizeGreaterThan(400);
    client.send("AUTHENTICATE " + encoded.substring(0, 400));
    client.send("AUTHENTICATE " + encoded.substring(400));
  }

  private static String heardInParts(TestClient client) {
    String first = client.line();
    assertThat(first).hasSize("AUTHENTICATE ".length() + 400);
    String all = first + client.line().substring("AUTHENTICATE ".length());
    byte[] bytes = Base64.getDecoder().decode(all.substring("AUTHENTICATE ".length()));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
