package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.TestServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that under load no line is lost, doubled, reordered or changed. */
class LoadTests {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            "parley.limits.connections-per-address=0",
            "parley.limits.connections-burst=0",
            "parley.limits.messages-burst=0",
            // The tests share the lobby, so that lines of one must not be replayed in another.
            "parley.history.on-join=0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyLineIsRightAtFullLoadInOneRoom() {
    assertRight("--names one --members 120 --senders 8 --outstanding 4");
  }

  @Test
  void everyLineIsRightAtFullLoadInManyRooms() {
    assertRight("--names many --members 60 --rooms 12 --senders 24 --outstanding 2 --size 200");
  }

  @Test
  void everyLineIsRightAtASteadyRate() {
    assertRight("--names steady --members 50 --senders 10 --rate 300");
  }

  @Test
  void stalledReadersCostTheOthersNothingButAreClosed() {
    RunResult outcome =
        assertRight("--names stall --members 10 --senders 4 --stalled 2 --rate 800 --size 4000");

    assertThat(outcome.stalledClosed()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void everyLineIsRightInStreams(StreamFormat format) {
    assertRight(
        "--names stream --members 20 --senders 4 --streams 10 --rate 400 --size 300"
            + " --stream-format "
            + format);
  }

  @ParameterizedTest
  @CsvSource({"JSON,line", "WEB,web", "IRC,irc"})
  void everyLineIsRightInOtherDialects(Workload.LineDialect dialect, String listener) {
    String options =
        "--warmup 0 --duration 1s --members 30 --rooms 3 --senders 6 --outstanding 3 --size 200";
    Workload workload =
        WorkloadOptions.parse(options + " --names " + dialect)
            .workload(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(listener)),
                dialect,
                null,
                0);
    try (WorkloadRun run = new WorkloadRun(workload)) {
      RunResult outcome = run.run();
      assertThat(outcome.faults()).matches(Faults::none);
      assertThat(outcome.measure().deliveries()).isPositive();
    }
  }

  @Test
  void everyLineIsRightInStreamsAtFullLoad() {
    assertRight("--names full --members 12 --senders 4 --streams 8 --outstanding 4");
  }

  @Test
  void everyLineIsRightWhileOthersJoin() {
    RunResult result =
        assertRight("--names storm --members 20 --senders 4 --rate 200 --joiners 300");

    assertThat(result.whileJoining()).isNotNull();
    assertThat(result.whileJoining().deliveries()).isPositive();
  }

  @Test
  void moreConnectionsThanDescriptorsAreRefused() {
    Workload workload =
        WorkloadOptions.parse("--rate 1 --joiners 99999")
            .workload(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port("line")),
                Workload.LineDialect.PARLEY,
                null,
                ProcessHandle.current().pid());

    assertThatThrownBy(() -> new WorkloadRun(workload))
        .isInstanceOf(LoadException.class)
        .hasMessageStartingWith("200198 connections are more than the ")
        .hasMessageEndingWith(" file descriptors that the load tool has left.");
  }

  @Test
  void queriedLinesAreRightInMemoryAndInTheStore() {
    try (TestServer empty =
        TestServer.start("parley.limits.messages-burst=0", "parley.history.memory-lines=50")) {
      Workload workload =
          workload(empty, "--members 4 --senders 3 --messages 600 --warmup 0.2s --duration 0.2s");

      assertThat(HistoryQueries.measure(workload, empty.httpPort(), TestServer.PASSWORD))
          .containsKeys("storedPerSecond", "afterFirstMicros", "oneP50Micros", "searchP99Micros");
    }
  }

  private static RunResult assertRight(String options) {
    try (WorkloadRun run =
        new WorkloadRun(workload(server, "--warmup 0 --duration 1s " + options))) {
      RunResult outcome = run.run();
      assertThat(outcome.faults()).matches(Faults::none);
      assertThat(outcome.measure().deliveries()).isPositive();
      return outcome;
    }
  }

  private static Workload workload(TestServer target, String options) {
    return WorkloadOptions.parse(options)
        .workload(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port("line")),
            Workload.LineDialect.PARLEY,
            new HttpApi(target.httpPort(), TestServer.PASSWORD),
            0);
  }
}
