package dev.parley.load;

import static dev.parley.load.SuiteRow.Goal.atLeast;
import static dev.parley.load.SuiteRow.Goal.atMost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs the workloads that parley is measured by, each in several rounds, and writes the medians and
 * a plot.
 */
final class Suite {

  static final List<SuiteRow> ROWS =
      List.of(
          Comparison.toFloor(
              "room-1000",
              "1,000 members, 8 senders, 1 outstanding",
              "--members 1000 --senders 8",
              atMost("ratio", 1.2),
              atMost("onOffRatio", 1.1)),
          Comparison.toFloor(
              "room-1000-deep",
              "1,000 members, 8 senders, 4 outstanding",
              "--members 1000 --senders 8 --outstanding 4",
              atMost("ratio", 1.2),
              atMost("onOffRatio", 1.1)),
          Comparison.toFloor(
              "room-1000-single",
              "1,000 members, 1 sender, 32 outstanding",
              "--members 1000 --senders 1 --outstanding 32",
              atMost("ratio", 1.2)),
          Comparison.toFloor(
              "room-100",
              "100 members, 8 senders",
              "--members 100 --senders 8",
              atMost("ratio", 1.3)),
          Comparison.toFloor(
              "room-10",
              "10 members, 8 senders",
              "--members 10 --senders 8",
              atMost("ratio", 1.3),
              atMost("onOffRatio", 2),
              atMost("durableP99Micros", 3000)),
          Comparison.toFloor(
              "room-10-deep",
              "10 members, 8 senders, 4 outstanding",
              "--members 10 --senders 8 --outstanding 4",
              atMost("ratio", 1.4),
              atMost("onOffRatio", 2),
              atMost("durableP99Micros", 3000)),
          Comparison.toFloor(
              "paced-1000",
              "1,000 members, 50 messages a second",
              "--members 1000 --senders 8 --rate 50",
              atMost("ratio", 1.25),
              atMost("p99Ratio", 1.5),
              atMost("onOffRatio", 1.1)),
          Comparison.toFloor(
              "rooms-100",
              "100 rooms of 10, a sender in each",
              "--members 1000 --rooms 100 --senders 100",
              atMost("ratio", 1.3),
              atMost("onOffRatio", 1.4),
              atMost("onOffP99Ratio", 2)),
          Comparison.toFloor(
              "room-5000",
              "5,000 members, 8 senders",
              "--members 5000 --senders 8",
              atMost("ratio", 1.3)),
          new Comparison(
              "history",
              "100 members, history on, to history off",
              "--members 100 --senders 8",
              List.of(ServerKind.PARLEY, ServerKind.DURABLE),
              List.of(atMost("ratio", 1.1))),
          new HistoryOffAndOn(
              "stalled",
              "20 of 200 readers stalled, 500 messages of 512 bytes a second",
              "--members 200 --senders 8 --stalled 20 --rate 500 --size 512 --duration 20s",
              "stalledP99Micros",
              HistoryOffAndOn.oneServer(StalledReaders::measure),
              List.of(
                  atMost("p99Ratio", 1.2),
                  atMost("openLeft", 0),
                  atMost("durableOpenLeft", 0),
                  atMost("onOffRatio", 2))),
          new HistoryOffAndOn(
              "streams",
              "200 HTTP streams beside 200 members, 50 messages a second",
              "--members 208 --senders 8 --streams 200 --rate 50",
              "ndjsonMicros",
              StreamCost::measure,
              List.of(
                  atMost("ndjsonRatio", 1.5),
                  atMost("sseRatio", 1.5),
                  atMost("durableNdjsonRatio", 1.5),
                  atMost("durableSseRatio", 1.5))),
          new HistoryOffAndOn(
              "join-storm",
              "10,000 join a room of 100, 5 messages a second",
              "--members 100 --senders 8 --rate 5 --joiners 10000",
              "joiningP99Micros",
              HistoryOffAndOn.oneServer(JoinLatency::measure),
              List.of(
                  atMost("joiningP99Micros", 100_000), atMost("durableJoiningP99Micros", 100_000))),
          new HistoryOffAndOn(
              "idle",
              "15,000 idle sessions",
              "--members 15000 --senders 0",
              "bytesEach",
              HistoryOffAndOn.oneServer(IdleMemory::measure),
              List.of(atMost("bytesEach", 4096))),
          new HistoryOffAndOn(
              "arrivals",
              "Arrivals beside 150 who stay",
              "--members 150 --senders 0",
              "microsEach",
              HistoryOffAndOn.oneServer(workload -> ArrivalRate.measure(workload, 0)),
              List.of(atLeast("arrivalsPerSecond", 4000))),
          new NodeComparison(
              "cluster",
              "Two servers of a cluster, 20 rooms of 10, 1,000 messages a second",
              "--members 200 --rooms 20 --senders 200 --rate 1000 --warmup 40s",
              List.of(
                  atMost("ratio", 1.3),
                  atMost("twoRemoteP50Micros", 5000),
                  atMost("twoRemoteP99Micros", 50_000))),
          new NodeComparison(
              "cluster-full",
              "Two servers of a cluster, 20 rooms of 4, 10,000 messages a second",
              "--members 80 --rooms 20 --senders 80 --rate 10000 --warmup 40s",
              List.of(atMost("twoDatabaseMicros", 50))),
          new NodeComparison(
              "cluster-room",
              "Two servers of a cluster, one room of 1,000, 50 messages a second",
              "--members 1000 --senders 8 --rate 50 --warmup 40s",
              List.of(atMost("ratio", 1.3))),
          new HistoryQueries(
              "history-million",
              "Lines asked for in a room of a million",
              "--members 9 --senders 8 --outstanding 64 --messages 1000000"
                  + " --warmup 30s --duration 15s",
              List.of(
                  atMost("afterP50Micros", 5000),
                  atMost("oneP50Micros", 5000),
                  atMost("searchP50Micros", 5000))));

  private final SuiteOptions options;
  private final int rounds;
  private final Path out;
  private final Map<String, String> given;
  private final List<RowResult> results = new ArrayList<>();

  /**
   * Prepares a suite.
   *
   * @param rounds number of measurements of each row
   * @param out directory of the report
   * @param given the options given on the command line, for the report
   */
  Suite(SuiteOptions options, int rounds, Path out, Map<String, String> given) {
    this.options = options;
    this.rounds = rounds;
    this.out = out;
    this.given = given;
  }

  /**
   * Runs the named rows, or all.
   *
   * @return true if every line of every round was right
   */
  boolean run(List<String> names) throws IOException {
    for (String name : names) {
      if (ROWS.stream().noneMatch(row -> row.name().equals(name))) {
        throw new LoadException(
            "There is no row "
                + name
                + ". The rows: "
                + ROWS.stream().map(SuiteRow::name).toList());
      }
    }
    for (SuiteRow row : ROWS) {
      if (names.isEmpty() || names.contains(row.name())) {
        run(row);
      }
    }
    return results.stream().allMatch(result -> result.fault().isEmpty());
  }

  private void run(SuiteRow row) throws IOException {
    System.out.println(row.name() + ": " + row.title());
    System.out.println("  " + servers(row));
    List<Map<String, Double>> measured = new ArrayList<>();
    String fault = "";
    for (int round = 0; round < rounds; round++) {
      try {
        Map<String, Double> figures = row.round(options, round);
        measured.add(figures);
        System.out.println("  round " + (round + 1) + ": " + RowResult.text(figures));
      } catch (LoadException e) {
        fault = e.getMessage();
        System.out.println("  round " + (round + 1) + " failed: " + fault);
      }
    }
    RowResult result = new RowResult(row, measured, fault);
    System.out.println(result);
    results.add(result);
    write();
  }

  private static String servers(SuiteRow row) {
    return row.servers().stream()
        .map(kind -> kind.label + " is " + kind.title)
        .collect(Collectors.joining(", "));
  }

  private void write() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("options", given);
    json.put("rows", results.stream().map(RowResult::json).toList());
    ReportWriter.write(out.resolve("suite.json"), json);
    Files.writeString(out.resolve("suite.svg"), Plot.of(results));
  }
}
