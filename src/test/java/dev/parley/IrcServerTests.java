package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Secret;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests what needs a server with settings of its own, over IRC. */
class IrcServerTests {

  @RegisterExtension
  static final SharedServer SERVER =
      new SharedServer("parley.irc.read-marker-entries=2", "parley.irc.cloak-key=one");

  @Test
  void silentClientIsAskedForASignOfLife() {
    try (TestServer server =
            TestServer.start("parley.irc.ping-interval=200ms", "parley.irc.ping-timeout=200ms");
        TestClient alice = server.joinIrc("alice", "")) {
      alice.expectLine(":parley PING parley").send("PONG parley");
      alice.expectLine(":parley PING parley");
      alice.expect("ERROR :Closing link: connection lost: ping timeout").expectClosed();
    }
  }

  @Test
  void roomsAreJoinedOnArrivalAndTheMotdIsRead(@TempDir Path dir) throws IOException {
    Path motd = Files.writeString(dir.resolve("motd"), "Hello\nworld\n");
    try (TestServer server =
            TestServer.start(
                "parley.irc.auto-join=#ops,#lobby",
                "parley.irc.motd-file=" + motd,
                "parley.server-name=My Chat",
                "parley.irc.monitor-entries=1",
                "parley.irc.whowas-entries=1",
                "parley.irc.replay-on-join=1");
        TestClient alice = server.connectIrc()) {
      alice.send("NICK alice").send("USER alice 0 * :Alice");
      alice.expectUntil(":My-Chat 375 alice :.*");
      alice.expectLine(":My-Chat 372 alice :- Hello");
      alice.expectLine(":My-Chat 372 alice :- world");
      alice.expectUntil(":alice!.* JOIN #ops").expectUntil(":alice!.* JOIN #lobby");
      alice.expectUntil(".* 366 .*");
      alice.send("MONITOR + bob,carol");
      alice.expectLine(":My-Chat 734 alice 1 carol :Monitor list is full.");
      alice.expectLine(":My-Chat 731 alice bob");
      leave(server, "dave");
      leave(server, "erin");
      alice.send("WHOWAS dave").expectUntil(":My-Chat 406 alice dave :.*");
      alice.send("WHOWAS erin").expectUntil(":My-Chat 314 alice erin .*");
      alice.send("PRIVMSG #ops :one").send("PRIVMSG #ops :two").send("PING x");
      alice.expectUntil(".* PONG .*");
      try (TestClient carol = server.joinIrc("carol", "server-time")) {
        carol.expectUntil(".* 366 carol #ops .*");
        carol.expect("@time=\\S+ :My-Chat NOTICE #ops :The last line from before you came:");
        carol.expect("@time=\\S+ :alice!\\S+ PRIVMSG #ops :two");
      }
    }
  }

  private static void leave(TestServer server, String nick) {
    try (TestClient client = server.joinIrc(nick, "")) {
      client.send("QUIT").expectUntil("ERROR :.*");
    }
  }

  @Test
  void manyLinesAreSlowedAndPingsAreNot() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=4", "parley.limits.messages-per-second=1");
        TestClient alice = server.joinIrc("alice", "")) {
      for (int i = 0; i < 50; i++) {
        alice.send("PING " + i);
      }
      for (int i = 0; i < 50; i++) {
        alice.expectLine(":parley PONG parley " + i);
      }
    }
  }

  @Test
  void clientThatReadsTooSlowlyIsClosedAlone() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.sendq-bytes=64KB",
                "parley.limits.messages-burst=0",
                "parley.history.on-join=0");
        TestClient bob = server.joinIrc("bob", "");
        TestClient desk = server.connectIrc();
        TestClient stalled = TestClient.connect(server.port("irc"), 4096)) {
      var _ = server.chat().accountAdmin().create("alice", new Secret("correct horse"), false);
      shareAsAlice(desk).send("JOIN #ops").expectUntil(".* 366 .*");
      bob.send("JOIN #ops").expectUntil(".* 366 .*");
      desk.expect(":bob!.* JOIN #ops");
      shareAsAlice(stalled).expectUntil(".* 366 .*");
      Session alice = Objects.requireNonNull(server.chat().holder(new Nick("alice")));
      String text = "x".repeat(400);
      for (int round = 0; alice.endpoint().connections().size() == 2; round++) {
        assertThat(round).as("hundreds of lines until the reader is closed").isLessThan(500);
        for (int i = 0; i < 100; i++) {
          bob.send("PRIVMSG #ops :" + text);
        }
        for (int i = 0; i < 100; i++) {
          desk.expect(":bob!.* PRIVMSG #ops :" + text);
        }
      }
      desk.send("PRIVMSG #ops :still here");
      bob.expect(":alice!.* PRIVMSG #ops :still here");
    }
  }

  private static TestClient shareAsAlice(TestClient client) {
    client.send("PASS :alice:correct horse").send("NICK alice").send("USER alice 0 * :Alice");
    return client.expectUntil(".* 376 .*");
  }

  @Test
  void historyIsTheSameAfterARestart(@TempDir Path dir) {
    String data = "parley.data-dir=" + dir;
    List<String> said = new ArrayList<>();
    try (TestServer server = TestServer.start(data);
        TestClient alice = server.joinIrc("alice", "echo-message message-tags server-time")) {
      alice.send("JOIN #lobby").expectUntil(".* 366 .*");
      for (int i = 0; i < 3; i++) {
        said.add(withoutHost(alice.send("PRIVMSG #lobby :line " + i).line()));
      }
    }
    try (TestServer server = TestServer.start(data);
        TestClient bob = server.joinIrc("bob", "draft/chathistory message-tags server-time")) {
      bob.send("JOIN #lobby").expectUntil(".* 366 .*").send("CHATHISTORY LATEST #lobby * 3");
      for (String line : said) {
        assertThat(withoutHost(bob.line())).isEqualTo(line);
      }
    }
  }

  @Test
  void whoSetATopicIsKnownAfterARestart(@TempDir Path dir) {
    String data = "parley.data-dir=" + dir;
    String set;
    try (TestServer server = TestServer.start(data);
        TestClient alice = server.joinIrc("alice", "multi-prefix")) {
      alice.send("JOIN #lobby").expectUntil(".* 366 .*").send("TOPIC #lobby :Release on Friday");
      alice.expect(".* TOPIC #lobby :Release on Friday").send("TOPIC #lobby");
      alice.expect(".* 332 .*");
      set = alice.line();
      assertThat(set).matches(":parley 333 alice #lobby alice [0-9]+");
    }
    try (TestServer server = TestServer.start(data);
        TestClient bob = server.joinIrc("bob", "multi-prefix")) {
      bob.send("JOIN #lobby").expect(".* JOIN #lobby");
      bob.expectLine(":parley 332 bob #lobby :Release on Friday");
      bob.expectLine(set.replace("333 alice", "333 bob"));
    }
  }

  private static String withoutHost(String line) {
    return line.replaceFirst("!\\S+", "");
  }

  @Test
  void timesUpToWhichPeopleHaveReadAreLimited(TestServer server) {
    try (TestClient alice = server.joinIrc("alice", "draft/read-marker")) {
      String time = " timestamp=2019-01-04T14:33:26.123Z";
      for (String nick : new String[] {"bob", "carol", "dave"}) {
        alice.send("MARKREAD " + nick + time).expectLine(":parley MARKREAD " + nick + time);
      }
      alice.send("MARKREAD carol").expectLine(":parley MARKREAD carol" + time);
      alice.send("MARKREAD bob").expectLine(":parley MARKREAD bob *");
    }
  }

  @Test
  void messageOfManyPartsCountsOnce() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=5",
                "parley.limits.messages-per-second=1",
                "parley.irc.auto-join=#ops");
        TestClient alice = server.joinIrc("alice", "batch draft/multiline echo-message")) {
      alice.expectUntil(".* 366 .*");
      alice.send("BATCH +1 draft/multiline #ops");
      for (int i = 0; i < 100; i++) {
        alice.send("@batch=1 PRIVMSG #ops :" + i);
      }
      alice.send("BATCH -1").expectUntil(".* PRIVMSG #ops :99");
    }
  }

  @Test
  void hostOfAnAddressIsTheSameWithTheSameKeyAlone(TestServer server) {
    String first = host(server);
    assertThat(first).matches("[0-9a-f]{16}\\.ip").isEqualTo(host("parley.irc.cloak-key=one"));
    assertThat(first).isNotEqualTo(host("parley.irc.cloak-key=two"));
  }

  private static String host(String property) {
    try (TestServer server = TestServer.start(property)) {
      return host(server);
    }
  }

  private static String host(TestServer server) {
    try (TestClient alice = server.joinIrc("alice", "")) {
      alice.send("USERHOST alice");
      return alice.line().replaceAll(".*@", "");
    }
  }

  @Test
  void linesThatAreNotUtf8AreRefused(TestServer server) {
    try (TestClient alice = server.joinIrc("alice", "labeled-response batch")) {
      alice.sendBytes("@label=1 PRIVMSG bob \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
      alice.expectLine(
          "@label=1 :parley FAIL PRIVMSG INVALID_UTF8 :Message rejected: it is not UTF-8");
    }
  }

  @Test
  void clientsAreToldToEncrypt(@TempDir Path dir) throws IOException {
    TestCertificate certificate = TestCertificate.make().write(dir);
    try (TestServer server =
            TestServer.start(
                "parley.listeners.ircs.ssl-bundle=chat",
                "parley.listeners.ircs.address=127.0.0.1",
                "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
                "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"),
                "parley.irc.sts.duration=1d",
                "parley.irc.sts.preload=true");
        TestClient plain = server.connectIrc();
        TestClient secure =
            TestClient.over(TestCertificate.connect(certificate.trusting(), server.port("ircs")))) {
      plain
          .send("CAP LS 302")
          .expectUntil(":parley CAP \\* LS :.* sts=port=" + server.port("ircs"));
      plain.send("CAP REQ :sts").expectLine(":parley CAP * NAK sts");
      secure.send("CAP LS 302").expectUntil(":parley CAP \\* LS :.* sts=duration=86400,preload");
      secure.send("NICK alice").send("USER alice 0 * :Alice").send("CAP END");
      secure.expectUntil(".* 376 .*").send("WHOIS alice").expectUntil(".* 671 alice alice :.*");
    }
  }
}
