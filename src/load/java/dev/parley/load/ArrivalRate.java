package dev.parley.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the rate at which the server takes new connections beside members who stay. */
record ArrivalRate(String name, String title, String workload, List<Goal> goals)
    implements SuiteRow {

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    try (MeasuredServer server =
        MeasuredServer.parley(options.server, List.of("--parley.history.lines=0"))) {
      return measure(options.workload(workload).workload(server), 0);
    }
  }

  /** Connects the members, then measures others who connect and leave. */
  static Map<String, Double> measure(Workload workload, double rate) {
    ProcessStats server = new ProcessStats(workload.pid());
    try (MemberGroup group = new MemberGroup(workload, new SilentListener());
        Churn churn = new Churn(workload.server(), workload.names() + "x", rate)) {
      group.connectAll();
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
