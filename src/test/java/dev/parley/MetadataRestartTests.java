package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Outcome;
import dev.parley.chat.audit.Actor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the metadata of accounts and rooms outlasts a restart. */
class MetadataRestartTests {

  @TempDir private Path dataDir;

  private TestServer start() {
    return TestServer.start("parley.data-dir=" + dataDir);
  }

  @Test
  void whatAccountsAndRoomsTellIsKept() {
    try (TestServer server = start();
        TestClient alice = server.join("alice")) {
      alice.send("/register correct horse").expectUntil("-- alice is your account now.*");
      alice.send("/describe url http://example.org").expectUntil("-- url of alice is now: .*");
      Map<String, String> values = Map.of("url", "http://example.org/lobby");
      assertThat(server.chat().metadata().patch(Actor.admin(""), "lobby", values, ""))
          .isInstanceOf(Outcome.Ok.class);
    }
    try (TestServer server = start();
        TestClient alice = server.connect()) {
      alice.send("/login alice correct horse").expectUntil("-- You are alice in #lobby.*");
      alice.send("/about").expectUntil("-- url: http://example.org");
      alice.send("/about #lobby").expectUntil("-- url: http://example.org/lobby");
    }
  }
}
