package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Command;
import dev.parley.chat.name.RoomName;
import dev.parley.dialect.input.CommandParser;
import dev.parley.tcp.Frame;
import dev.parley.tcp.RecordingPeer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the output of logins, and the secrecy of passwords. */
class LoginTests {

  private static final String QUESTION = "-- What is your name? (Enter alone makes you a guest)";

  private final LineTester chat = new LineTester();

  LoginTests() {
    chat.accountAdmin.create("bob", new Secret("hunter2hunter2"), false);
  }

  private static List<String> says(RecordingPeer person, String... lines) {
    return person.receive(String.join("\n", lines) + "\n").lines();
  }

  private RecordingPeer stranger() {
    RecordingPeer peer = chat.connect();
    var _ = peer.sent();
    return peer;
  }

  @Test
  void loginIsTheFirstLineOfAPipe() {
    RecordingPeer alice = chat.person("alice");
    assertThat(stranger().receive("/login bob hunter2hunter2\nhello\n").endInput().lines())
        .containsSubsequence(
            "-- You are logged in as bob.",
            "-- You are bob in #lobby with alice.",
            "-- bye: 1 line accepted");
    assertThat(alice.lines())
        .containsExactly(
            "-- bob joined #lobby (2 here)", "<bob> hello", "-- bob left #lobby (1 here)");
  }

  @Test
  void wrongPasswordLeavesTheQuestionStanding() {
    assertThat(says(stranger(), "/login bob wrong-password"))
        .containsExactly("!! Wrong name or password.", QUESTION);
    assertThat(says(stranger(), "/login bob"))
        .containsExactly("!! Usage: /login NAME PASSWORD, or with a token /login TOKEN");
    assertThat(says(stranger(), "/login"))
        .containsExactly("!! Usage: /login NAME PASSWORD", QUESTION);
  }

  @Test
  void registeredNameIsAlteredWithAWordOnHowToLogIn() {
    assertThat(says(stranger(), "Bob"))
        .startsWith(
            "-- Bob is registered: you are Bob_2. If it is yours: /login NAME PASSWORD",
            "-- You are Bob_2 in #lobby. Nobody else is here.");
    RecordingPeer alice = chat.person("alice");
    assertThat(says(alice, "/nick bob"))
        .containsExactly("!! bob is registered. If it is yours: /login bob PASSWORD");
  }

  @Test
  void loginLaterRenames() {
    RecordingPeer alice = chat.person("alice");
    RecordingPeer guest = chat.person("guest");
    var _ = alice.sent();
    assertThat(says(guest, "/LOGIN bob hunter2hunter2"))
        .containsExactly("-- You are logged in as bob.");
    assertThat(alice.lines()).containsExactly("-- guest is now bob");
    RecordingPeer second = chat.person("second");
    assertThat(says(second, "/login bob hunter2hunter2"))
        .containsExactly("-- You are logged in as bob. You are bob_2 here.");
  }

  @Test
  void registeringTakesEffectAtOnce() {
    RecordingPeer carol = chat.person("carol");
    assertThat(says(carol, "/register short"))
        .containsExactly("!! A password has at least 8 characters.");
    assertThat(says(carol, "/register correct horse battery staple"))
        .containsExactly(
            "-- carol is your account now, and your name. From now on: /login NAME PASSWORD");
    assertThat(says(carol, "/register correct horse battery staple"))
        .containsExactly("!! You are logged in as carol.");
    assertThat(says(stranger(), "/login Carol correct horse battery staple"))
        .startsWith("-- You are logged in as carol.", "-- carol is taken: you are carol_2.");
  }

  @Test
  void programIsToldInAnObject() {
    RecordingPeer program = stranger();
    assertThat(says(program, "/json on", "/login bob hunter2hunter2"))
        .anyMatch(line -> line.contains("\"login\":\"bob\",\"nick\":\"bob\""))
        .anyMatch(line -> line.startsWith("{\"type\":\"welcome\",\"nick\":\"bob\""));
  }

  @Test
  void whatFollowsWaitsForTheLogin() {
    RecordingPeer alice = chat.person("alice");
    chat.block();
    RecordingPeer bob = stranger();
    assertThat(says(bob, "/login bob hunter2hunter2", "hello")).isEmpty();
    assertThat(alice.lines()).isEmpty();
    chat.unblock();
    assertThat(bob.run().lines()).startsWith("-- You are logged in as bob.");
    assertThat(alice.lines()).endsWith("<bob> hello");
  }

  @Test
  void tokenLogsInAndHasAPaceOfItsOwn() {
    String token =
        ChatTester.value(
                chat.accountAdmin.issue("ci", Set.of(TokenScope.MESSAGES_WRITE), null, null))
            .secret()
            .text();
    RecordingPeer ci = stranger();
    assertThat(says(ci, "/login " + token)).startsWith("-- You are logged in as ci.");
    assertThat(ci.rateLimit()).isEqualTo("7 8");
    assertThat(says(stranger(), "/login " + token + "x"))
        .containsExactly("!! That token is not known, or its time is over.", QUESTION);
    assertThat(chat.person("alice").rateLimit()).isEqualTo("0 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login bob hunter2hunter2",
        "/LOGIN bob hunter2hunter2",
        "/logn bob hunter2hunter2",
        "/lgoin bob hunter2hunter2",
        "/ login bob hunter2hunter2",
        " /login bob hunter2hunter2",
        "\t/login bob hunter2hunter2",
        "\u00A0/login bob hunter2hunter2",
        "\u3000/Login bob hunter2hunter2",
        "\u200B/login bob hunter2hunter2",
        "\u001B[A/login bob hunter2hunter2",
        " /logn bob hunter2hunter2",
        "/register hunter2hunter2",
        " /register hunter2hunter2",
        " /regster hunter2hunter2",
        "/regsiter hunter2hunter2",
        "/register short",
        "/login hunter2hunter2",
        " /resume hunter2hunter2",
      })
  void secretIsShownToNobody(String line) {
    RecordingPeer alice = chat.person("alice");
    RecordingPeer carol = chat.person("carol");
    var _ = alice.sent();

    List<String> answer = says(carol, line);

    assertThat(answer).isNotEmpty().noneMatch(shown -> shown.contains("hunter2"));
    assertThat(alice.sent()).doesNotContain("hunter2");
    assertThat(says(alice, "/history")).noneMatch(shown -> shown.contains("hunter2"));
    assertThat(says(stranger(), line)).noneMatch(shown -> shown.contains("hunter2"));
    assertThat(new Frame.Line(line).toString()).doesNotContain("hunter2");
    assertThat(CommandParser.parse(line, true, RoomName.LOBBY, false).toString())
        .doesNotContain("hunter2");
  }

  @Test
  void doubledSlashAndOtherSlashesAreText() {
    RecordingPeer alice = chat.person("alice");
    RecordingPeer carol = chat.person("carol");
    var _ = alice.sent();
    says(carol, "//login is how", " //me too", "and/or login", "see /login");
    assertThat(alice.lines())
        .containsExactly(
            "<carol> /login is how",
            "<carol>  //me too",
            "<carol> and/or login",
            "<carol> see /login");
    assertThat(new Command.LoginByToken(new Secret("x")).toString()).doesNotContain("x]");
  }
}
