package dev.parley.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the latency of other members while some stop reading. */
record StalledReaders(String name, String title, String workload, List<Goal> goals)
    implements SuiteRow {

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    WorkloadOptions all = options.workload(workload);
    try (MeasuredServer server =
        MeasuredServer.parley(options.server, List.of("--parley.history.lines=0"))) {
      RunResult outcome = SuiteRow.run(all, server);
      Measurement stalled = outcome.whileStalled();
      if (stalled == null) {
        throw new LoadException("--stalled must be more than 0.");
      }
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("p99Ratio", stalled.latency().p99() / outcome.measure().latency().p99());
      figures.put("p99Micros", outcome.measure().latency().p99());
      figures.put("stalledP99Micros", stalled.latency().p99());
      figures.put("openLeft", (double) all.stalled - outcome.stalledClosed());
      figures.put("residentBefore", (double) outcome.measure().residentBytes());
      figures.put("residentAfter", (double) server.proc().residentBytes());
      return figures;
    }
  }
}
