package dev.parley;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is typed reaches no person and no room that it was not meant for, over real sockets. */
@Timeout(300)
class AddresseeTests {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("parley.resume.hold=2m");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestClient person(String name) {
    return TestClient.connect(server.port("line"))
        .send(name)
        .expectUntil("-- After a drop, come back with: .*");
  }

  @Test
  void replyReachesTheWriterAndNobodyWhoHasTheNameNow() {
    try (TestClient alice = person("alice-r");
        TestClient bob = person("bob-r")) {
      bob.send("/msg alice-r psst").expectUntil(".*psst");
      bob.send("/nick bobby-r").expectUntil("-- You are now bobby-r.");
      try (TestClient impostor = person("bob-r")) {
        alice.expectUntil("-- bob-r joined #lobby .*");
        alice.send("/reply a secret").expectUntil("\\[you -> bobby-r\\] a secret");
        bob.expectUntil("\\[alice-r -> you\\] a secret");
        impostor.send("/who").expect("-- [0-9]+ in #lobby: .*");

        bob.send("/quit").expectUntil("-- bye: .*");
        alice.expectUntil("-- bobby-r left #lobby .*");
        alice
            .send("/reply another secret")
            .expectLine(
                "!! bobby-r, who wrote to you, has left, and that was not sent. /msg NAME TEXT to"
                    + " write to somebody else.");
      }
    }
  }

  @Test
  void ignoringFollowsThePersonAndSparesTheNextOfTheName() {
    try (TestClient ann = person("ann-i");
        TestClient pest = person("pest-i")) {
      ann.send("/ignore pest-i").expectUntil("-- You ignore pest-i.");
      pest.send("unheard").send("/nick pest-j").expectUntil("-- You are now pest-j.");
      pest.send("/me unheard").send("/msg ann-i unheard").expectUntil(".* unheard");
      ann.expectUntil("-- pest-i is now pest-j");
      try (TestClient other = person("pest-i")) {
        ann.expect("-- pest-i joined #lobby .*");
        other.send("I am somebody else");
        ann.expectLine("<pest-i> I am somebody else");
        ann.send("/unignore pest-j").expectLine("-- You ignore nobody.");
        pest.send("now?");
        ann.expectLine("<pest-j> now?");
      }
    }
  }
}
