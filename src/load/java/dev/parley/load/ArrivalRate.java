package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the rate at which the server takes new connections beside members who stay. */
final class ArrivalRate {

  private ArrivalRate() {}

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
