package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the limits that need a server of their own. */
class LimitTests {

  @RegisterExtension
  static final SharedServer UNLIMITED =
      new SharedServer(
          "parley.limits.messages-burst=0",
          "parley.limits.line-bytes=0",
          "parley.limits.sendq-bytes=0",
          "parley.limits.connections-per-address=0");

  @Test
  void serverTakesAsManyConnectionsAsTheLimitSaysAndNotOneMore() {
    try (TestServer server = TestServer.start("parley.limits.connections=2");
        TestClient one = server.connect();
        TestClient two = server.connect()) {
      one.expect("-- Welcome .*");
      two.expect("-- Welcome .*");
      server
          .connect()
          .expectLine("!! parley is full (2 connections). Try again later.")
          .expectClosed();
    }
  }

  @Test
  void whoeverGivesNoNameInTimeIsClosed() {
    try (TestServer server = TestServer.start("parley.limits.login-timeout=300ms");
        TestClient silent = server.connect()) {
      silent.expect("-- Welcome .*").expect("-- What is your name.*");
      silent.expectLine("-- bye: no name was given in time").expectClosed();
    }
  }

  @Test
  void whoeverSaysNothingForTooLongIsClosed() {
    try (TestServer server = TestServer.start("parley.limits.idle-timeout=300ms");
        TestClient silent = server.join("alice")) {
      silent.expectLine("-- bye: nothing was said for too long").expectClosed();
    }
  }

  @Test
  void whoeverIsSlowedIsNotIdle() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.idle-timeout=1s",
                "parley.limits.messages-burst=2",
                "parley.limits.messages-per-second=2");
        TestClient bob = server.connect()) {
      bob.sendText("bob\n/echo on\n1\n2\n3\n4\n5\n6\n7\n8\n");
      bob.expectUntil("[0-9]+ <bob> 8");
    }
  }

  @Test
  void halfCloseAfterTheGoodbyeLosesNothing(TestServer server) {
    try (TestClient bob = TestClient.connect(server.port("line"), 4096)) {
      bob.send("bob").send("/echo on");
      for (int i = 0; i < 80; i++) {
        bob.send("y".repeat(100_000));
      }
      bob.send("/quit");
      await().until(() -> server.chat().sessions().isEmpty());
      assertThat(bob.endInput().rest()).endsWith("-- bye: 81 lines accepted\n");
    }
  }

  @Test
  void limitOfZeroIsNone(TestServer server) {
    try (TestClient alice = server.join("alice");
        TestClient bob = server.join("bob")) {
      List<TestClient> others = new ArrayList<>();
      for (int i = 0; i < 70; i++) {
        others.add(server.connect());
      }
      others.forEach(client -> client.expect("-- Welcome .*"));
      others.forEach(TestClient::close);
      alice.expect("-- bob joined .*");
      String longLine = "x".repeat(100_000);
      bob.send(longLine);
      alice.expectLine("<bob> " + longLine);
      for (int i = 0; i < 500; i++) {
        bob.send("line " + i);
      }
      for (int i = 0; i < 500; i++) {
        alice.expectLine("<bob> line " + i);
      }
    }
  }

  @Test
  void readerThatFallsBehindIsClosedAndNobodyElseNotices() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.sendq-bytes=64KB",
                "parley.limits.messages-burst=0",
                "parley.history.on-join=0");
        TestClient alice = server.join("alice");
        TestClient bob = server.join("bob")) {
      alice.expect("-- bob joined .*");
      TestClient stalled = TestClient.connect(server.port("line"), 4096);
      stalled.send("carol").expectUntil("-- You are carol .*");
      alice.expect("-- carol joined .*");
      bob.expect("-- carol joined .*");
      String text = "x".repeat(4000);
      int sent = 0;
      while (server.chat().population() == 3) {
        alice.send(text);
        bob.expectUntil("<alice> x+");
        assertThat(++sent).as("lines until the reader is closed").isLessThan(5000);
      }
      alice.expectLine("-- carol was dropped from #lobby (2 here): slow reader");
      alice.send("still here");
      bob.expectUntil("<alice> still here");
      stalled.close();
      server
          .connect()
          .send("carol")
          .expectUntil(
              "-- Your last connection was closed: you read too slowly and your queue was full.")
          .close();
    }
  }

  @Test
  void readerThatStallsForAWhileLosesNothing() {
    try (TestServer server =
            TestServer.start("parley.limits.sendq-bytes=64MB", "parley.limits.messages-burst=0");
        TestClient alice = server.join("alice")) {
      TestClient stalled = TestClient.connect(server.port("line"), 4096);
      stalled.send("carol").expectUntil("-- You are carol .*");
      alice.expect("-- carol joined .*");
      String text = "x".repeat(4000);
      for (int i = 0; i < 2500; i++) {
        alice.send(text + i);
      }
      for (int i = 0; i < 2500; i++) {
        stalled.expectLine("<alice> " + text + i);
      }
      await().until(() -> waiting(server) == 0);
      stalled.close();
    }
  }

  @Test
  void pipeOverItsRateIsCarriedOutToItsEnd() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=2", "parley.limits.messages-per-second=50");
        TestClient pipe = server.connect()) {
      pipe.sendText("ci\n" + "build\n".repeat(20)).endInput();
      assertThat(pipe.rest()).endsWith("-- bye: 20 lines accepted\n");
    }
  }

  @Test
  void pipeGetsTheAnswersThatHaveToBeLookedUp(TestServer server) {
    for (int i = 0; i < 20; i++) {
      try (TestClient pipe = server.connect()) {
        pipe.sendText("ci\n/history\n/history\n/who\n").endInput();
        assertThat(pipe.rest()).endsWith("-- 1 in #lobby: ci\n-- bye: 3 lines accepted\n");
      }
    }
  }

  private static long waiting(TestServer server) {
    return server.chat().sessions().stream()
        .mapToLong(session -> session.endpoint().traffic().sendqBytes())
        .sum();
  }

  @Test
  void pipeThatClosesWhileItIsSlowedIsCarriedOut() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=2",
                "parley.limits.messages-per-second=20",
                "parley.history.on-join=0");
        TestClient alice = server.join("alice")) {
      for (String name : List.of("read", "unread")) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
          lines.append("build ").append(i).append(" passed".repeat(20)).append('\n');
        }
        TestClient pipe = server.connect().send(name);
        if (name.equals("read")) {
          pipe.expectUntil("-- You are read .*");
        }
        pipe.sendText(lines.toString()).close();
        alice.expect("-- " + name + " joined .*");
        for (int i = 0; i < 40; i++) {
          alice.expectLine("<" + name + "> build " + i + " passed".repeat(20));
        }
        alice.expect("-- " + name + " (left|was dropped from) .*");
      }
    }
  }

  @Test
  void readerThatIsSlowAfterTheGoodbyeIsWaitedForWhileItReads() {
    try (TestServer server =
            TestServer.start(
                "parley.shutdown-grace=1s",
                "parley.limits.messages-burst=0",
                "parley.limits.line-bytes=0",
                "parley.limits.sendq-bytes=0");
        TestClient bob = TestClient.connect(server.port("line"), 4096)) {
      bob.send("bob").send("/echo on");
      for (int i = 0; i < 120; i++) {
        bob.send("y".repeat(100_000));
      }
      bob.endInput();
      int read = 0;
      for (int i = 0; i < 10; i++) {
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        read += bob.bytes(1_000_000).length;
      }
      assertThat(read).isEqualTo(10_000_000);
      assertThat(bob.rest()).endsWith("-- bye: 121 lines accepted\n");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoeverKeepsTheConnectionOpenAfterTheGoodbyeIsReset(TestServer server) {
    try (TestClient bob = server.join("bob")) {
      assertThat(ends(bob, server)).hasSize(2);
      bob.send("/quit").expectUntil("-- bye: .*");
      await().until(() -> ends(bob, server).isEmpty());
    }
  }

  /** Reads the system's socket table for both ends of a connection. */
  private static List<String> ends(TestClient client, TestServer server) {
    String there = ":%04X ".formatted(client.localPort());
    String here = ":%04X ".formatted(server.port("line"));
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/net", table)))
        .filter(line -> line.contains(here) && line.contains(there))
        .toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
