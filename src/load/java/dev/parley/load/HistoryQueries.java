package dev.parley.load;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the time of history queries in a room of many lines, for each {@link QueryKind}. The
 * queries are sent one after the other.
 */
record HistoryQueries(String name, String title, String workload, List<Goal> goals)
    implements SuiteRow {

  @Override
  public List<ServerKind> servers() {
    return List.of(ServerKind.DURABLE);
  }

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    try (MeasuredServer server = ServerKind.DURABLE.start(options.server)) {
      return measure(
          options.workload(workload).workload(server), server.httpPort(), MeasuredServer.PASSWORD);
    }
  }

  /**
   * Fills the lobby of a server, which must be empty, and measures queries. During the warm-up the
   * kinds alternate; then each kind has an equal share of the duration.
   */
  static Map<String, Double> measure(Workload workload, int httpPort, String password) {
    Map<String, Double> figures = new LinkedHashMap<>();
    Duration timeout = Duration.ofNanos(workload.deadline());
    try (RoomFiller filler = new RoomFiller(workload)) {
      long from = System.nanoTime();
      RoomContents room = filler.fill();
      figures.put("storedPerSecond", room.count() / ((System.nanoTime() - from) / 1e9));
      try (HistoryClient client =
          new HistoryClient(workload.server(), httpPort, password, timeout)) {
        QueryBenchmark benchmark =
            new QueryBenchmark(client, room, new ProcessStats(workload.pid()));
        benchmark.measureFirst(figures);
        benchmark.warmUp(workload.warmup());
        benchmark.measure(workload.duration(), figures);
      }
    }
    return figures;
  }
}
