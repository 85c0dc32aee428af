package dev.parley.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members who come and say nothing: what each costs in memory. */
record Idle(String name, String title, String workload, List<Goal> goals) implements Row {

  private static final long SETTLE_NANOS = 5_000_000_000L;

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    try (Server server = Server.parley(options.server, List.of("--parley.history.lines=0"))) {
      return measure(options.workload(workload).workload(server));
    }
  }

  /** Brings the members in and says what became of the server's memory. */
  static Map<String, Double> measure(Workload workload) {
    Proc server = new Proc(workload.pid());
    long before = server.residentBytes();
    try (Crowd crowd = new Crowd(workload, new Quiet())) {
      long from = System.nanoTime();
      crowd.arrive();
      double seconds = (System.nanoTime() - from) / 1e9;
      for (long end = System.nanoTime() + SETTLE_NANOS; System.nanoTime() < end; ) {
        crowd.turn(100_000_000);
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      long after = server.residentBytes();
      figures.put("bytesEach", (double) (after - before) / workload.members());
      figures.put("residentBefore", (double) before);
      figures.put("residentAfter", (double) after);
      figures.put("arrivalsPerSecond", workload.members() / seconds);
      return figures;
    }
  }
}
