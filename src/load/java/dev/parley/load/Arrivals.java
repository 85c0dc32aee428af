package dev.parley.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** People who come and go as fast as the server takes them, beside a crowd that stays. */
record Arrivals(String name, String title, String workload, List<Goal> goals) implements Row {

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    try (Server server = Server.parley(options.server, List.of("--parley.history.lines=0"))) {
      return measure(options.workload(workload).workload(server), 0);
    }
  }

  /** Brings the members in, and then has others come and go. */
  static Map<String, Double> measure(Workload workload, double rate) {
    Proc server = new Proc(workload.pid());
    try (Crowd crowd = new Crowd(workload, new Quiet());
        Churn churn = new Churn(workload.server(), workload.names() + "x", rate)) {
      crowd.arrive();
      churn.run(workload.warmup());
      var _ = churn.latency();
      double cpu = server.exists() ? server.cpuMicros() : Double.NaN;
      long before = churn.arrived();
      long from = System.nanoTime();
      churn.run(workload.duration());
      double seconds = (System.nanoTime() - from) / 1e9;
      long arrived = churn.arrived() - before;
      Latency latency = churn.latency();
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("arrivalsPerSecond", arrived / seconds);
      figures.put("microsEach", (server.exists() ? server.cpuMicros() - cpu : cpu) / arrived);
      figures.put("p50Micros", latency.p50());
      figures.put("p99Micros", latency.p99());
      return figures;
    }
  }
}
