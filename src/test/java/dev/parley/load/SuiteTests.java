package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuiteTests {

  private static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0);

  private final SuiteOptions options = new SuiteOptions();

  @Test
  void everyRowIsMeasuredWithHistoryOffAndOn() {
    assertThat(Suite.ROWS)
        .filteredOn(row -> !(row instanceof HistoryQueries || row instanceof NodeComparison))
        .isNotEmpty()
        .allSatisfy(
            row -> assertThat(row.servers()).contains(ServerKind.PARLEY, ServerKind.DURABLE));
  }

  @Test
  void reportSaysWhichServersWereMeasured() {
    RowResult result = new RowResult(Suite.ROWS.getFirst(), List.of(), "");

    assertThat(result.json())
        .containsEntry(
            "servers", List.of("the floor", "parley without history", "parley with history"));
  }

  @Test
  void comparisonHasTheRatiosOfAllServers() {
    Comparison comparison = Comparison.toFloor("name", "title", "--members 9");

    assertThat(comparison.figures(List.of(measured(2, 10), measured(3, 30), measured(6, 40))))
        .containsEntry("ratio", 1.5)
        .containsEntry("p99Ratio", 3.0)
        .containsEntry("onOffRatio", 2.0)
        .containsEntry("onOffP99Ratio", 40 / 30.0)
        .containsEntry("durableRatio", 3.0)
        .containsEntry("durableP99Ratio", 4.0)
        .containsEntry("floorMicros", 2.0)
        .containsEntry("parleyMicros", 3.0)
        .containsEntry("durableMicros", 6.0)
        .containsEntry("durableP99Micros", 40.0);
  }

  @Test
  void clusterHasTheRatiosToOneServer() {
    WorkloadOptions workload = WorkloadOptions.parse("--members 6 --rooms 2");

    assertThat(NodeComparison.figures(workload, onPostgres(2, 6, 10), onPostgres(3, 9, 30)))
        .containsEntry("ratio", 1.5)
        .containsEntry("totalRatio", 1.5)
        .containsEntry("oneMicros", 2.0)
        .containsEntry("twoMicros", 3.0)
        .containsEntry("oneDatabaseMicros", 12.0)
        .containsEntry("twoDatabaseMicros", 18.0)
        .containsEntry("twoLinesPerSecond", 0.5)
        .containsEntry("twoP99Micros", 30.0)
        .containsEntry("twoRemoteP50Micros", 4.0)
        .containsEntry("twoRemoteP99Micros", 31.0);
  }

  @Test
  void figuresWithHistoryHaveAPrefixAndAreCompared() throws IOException {
    assertThat(row(8, 12).round(options, 0))
        .isEqualTo(Map.of("p99Micros", 8.0, "durableP99Micros", 12.0, "onOffRatio", 1.5));
  }

  @Test
  void orderOfTheServersAlternates() throws IOException {
    // The first value is that of the server that is measured first.
    assertThat(row(8, 12).round(options, 1))
        .containsEntry("p99Micros", 12.0)
        .containsEntry("durableP99Micros", 8.0);
  }

  @Test
  void rowsHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();

    assertThat(Suite.ROWS).allSatisfy(row -> assertThat(names.add(row.name())).isTrue());
  }

  /** Returns a row that is measured without servers, with a value each time. */
  private static HistoryOffAndOn row(double... values) {
    Iterator<Double> next = Arrays.stream(values).iterator();
    return new HistoryOffAndOn(
        "name",
        "title",
        "--members 9",
        "p99Micros",
        (_, _) -> Map.of("p99Micros", next.next()),
        List.of());
  }

  private static Measurement measured(double cpuMicros, double p99Micros) {
    return onPostgres(cpuMicros, Double.NaN, p99Micros);
  }

  private static Measurement onPostgres(double cpuMicros, double databaseCpu, double p99Micros) {
    Latency latency = new Latency(1, 0, 0, p99Micros, 0, 0);
    Latency remote = new Latency(1, 4, 0, p99Micros + 1, 0, 0);
    return new Measurement(1, 1, cpuMicros, databaseCpu, 0, latency, remote, NONE);
  }
}
