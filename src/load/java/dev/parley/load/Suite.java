package dev.parley.load;

import static dev.parley.load.Row.Goal.atLeast;
import static dev.parley.load.Row.Goal.atMost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workloads that parley is measured by, in several rounds, with the medians and a plot. */
final class Suite {

  static final List<Row> ROWS =
      List.of(
          Contest.toFloor(
              "room-1000",
              "1,000 members, 8 senders, 1 outstanding",
              "--members 1000 --senders 8",
              atMost("ratio", 1.2)),
          Contest.toFloor(
              "room-1000-deep",
              "1,000 members, 8 senders, 4 outstanding",
              "--members 1000 --senders 8 --outstanding 4",
              atMost("ratio", 1.2)),
          Contest.toFloor(
              "room-1000-single",
              "1,000 members, 1 sender, 32 outstanding",
              "--members 1000 --senders 1 --outstanding 32",
              atMost("ratio", 1.2)),
          Contest.toFloor(
              "room-100",
              "100 members, 8 senders",
              "--members 100 --senders 8",
              atMost("ratio", 1.3)),
          Contest.toFloor(
              "room-10", "10 members, 8 senders", "--members 10 --senders 8", atMost("ratio", 1.3)),
          Contest.toFloor(
              "paced-1000",
              "1,000 members, 50 messages a second",
              "--members 1000 --senders 8 --rate 50",
              atMost("ratio", 1.25),
              atMost("p99Ratio", 1.5)),
          Contest.toFloor(
              "rooms-100",
              "100 rooms of 10, a sender in each",
              "--members 1000 --rooms 100 --senders 100",
              atMost("ratio", 1.3)),
          Contest.toFloor(
              "room-5000",
              "5,000 members, 8 senders",
              "--members 5000 --senders 8",
              atMost("ratio", 1.3)),
          new Contest(
              "history",
              "100 members, history on, to history off",
              "--members 100 --senders 8",
              Contest.Contender.PARLEY,
              Contest.Contender.DURABLE,
              List.of(atMost("ratio", 1.1))),
          new Stall(
              "stalled",
              "20 of 200 readers stalled, 500 messages of 512 bytes a second",
              "--members 200 --senders 8 --stalled 20 --rate 500 --size 512 --duration 20s",
              List.of(atMost("p99Ratio", 1.2), atMost("openLeft", 0))),
          new Idle(
              "idle",
              "15,000 idle sessions",
              "--members 15000 --senders 0",
              List.of(atMost("bytesEach", 4096))),
          new Arrivals(
              "arrivals",
              "Arrivals beside 150 who stay",
              "--members 150 --senders 0",
              List.of(atLeast("arrivalsPerSecond", 4000))),
          new Past(
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
  private final List<Result> results = new ArrayList<>();

  /**
   * Prepares a suite.
   *
   * @param rounds how often each row is measured
   * @param out the directory of the report
   * @param given the options as they stand on the command line, for the report
   */
  Suite(SuiteOptions options, int rounds, Path out, Map<String, String> given) {
    this.options = options;
    this.rounds = rounds;
    this.out = out;
    this.given = given;
  }

  /**
   * Runs the rows that are named, or all.
   *
   * @return whether every line of every round was right
   */
  boolean run(List<String> names) throws IOException {
    for (String name : names) {
      if (ROWS.stream().noneMatch(row -> row.name().equals(name))) {
        throw new LoadException(
            "There is no row " + name + ". The rows: " + ROWS.stream().map(Row::name).toList());
      }
    }
    for (Row row : ROWS) {
      if (names.isEmpty() || names.contains(row.name())) {
        run(row);
      }
    }
    return results.stream().allMatch(result -> result.fault().isEmpty());
  }

  private void run(Row row) throws IOException {
    System.out.println(row.name() + ": " + row.title());
    List<Map<String, Double>> measured = new ArrayList<>();
    String fault = "";
    for (int round = 0; round < rounds; round++) {
      try {
        Map<String, Double> figures = row.round(options, round);
        measured.add(figures);
        System.out.println("  round " + (round + 1) + ": " + Result.text(figures));
      } catch (LoadException e) {
        fault = e.getMessage();
        System.out.println("  round " + (round + 1) + " failed: " + fault);
      }
    }
    Result result = new Result(row, measured, fault);
    System.out.println(result);
    results.add(result);
    write();
  }

  private void write() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("options", given);
    json.put("rows", results.stream().map(Result::json).toList());
    ReportWriter.write(out.resolve("suite.json"), json);
    Files.writeString(out.resolve("suite.svg"), Plot.of(results));
  }
}
