package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the faults of a server are detected, over real sockets. */
class FaultsTests {

  private static final int MEMBERS = 5;
  private static final int WRONG = 20;

  @Test
  void faultlessServerPasses() {
    assertThat(faults((_, _, line) -> List.of(line)).none()).isTrue();
  }

  @Test
  void lostLineIsDetected() {
    Faults faults =
        faults((to, count, line) -> to == 3 && count == WRONG ? List.of() : List.of(line));

    assertThat(faults.lost()).isEqualTo(1);
  }

  @Test
  void doubledLineIsDetected() {
    Faults faults =
        faults(
            (to, count, line) -> to == 3 && count == WRONG ? List.of(line, line) : List.of(line));

    assertThat(faults.doubled()).isEqualTo(1);
  }

  @Test
  void reorderedLineIsDetected() {
    List<String> held = new ArrayList<>();
    Faults faults =
        faults((to, count, line) -> {
          if (to != 3 || count < WRONG || count > WRONG + 2) {
            return List.of(line);
          }
          held.addFirst(line);
          return count == WRONG + 2 ? held : List.of();
        });

    assertThat(faults.reordered() + faults.disordered()).isPositive();
    assertThat(faults.lost()).isZero();
  }

  @Test
  void changedLineIsDetected() {
    Faults faults =
        faults((to, count, line) ->
            List.of(to == 3 && count == WRONG ? line.replace('k', 'q') : line));

    assertThat(faults.corrupted()).isEqualTo(1);
    assertThat(faults.samples()).hasSize(1);
  }

  @Test
  void shortenedLineIsDetected() {
    Faults faults =
        faults(
            (to, count, line) -> List.of(to == 3 && count == WRONG ? line.substring(0, 40) : line));

    assertThat(faults.corrupted()).isEqualTo(1);
  }

  @Test
  void silentServerEndsTheRunWithASentence() {
    assertThatThrownBy(() -> faults((_, _, _) -> List.of(), "--duration 60s --deadline 1s"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("No line has come for");
  }

  private static Faults faults(FaultyServer.Fault fault) {
    return faults(fault, "--messages 100 --duration 0s --deadline 10s");
  }

  private static Faults faults(FaultyServer.Fault fault, String times) {
    try (FaultyServer server = new FaultyServer(MEMBERS, fault);
        WorkloadRun run = new WorkloadRun(workload(server.port(), times))) {
      return run.run().faults();
    }
  }

  private static Workload workload(int port, String times) {
    return WorkloadOptions.parse(
            "--senders 2 --rate 200 --warmup 0 --members " + MEMBERS + " " + times)
        .workload(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            Workload.LineDialect.PLAIN,
            null,
            0);
  }
}
