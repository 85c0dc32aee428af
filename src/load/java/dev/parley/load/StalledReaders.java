package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the latency of other members while some stop reading. */
final class StalledReaders {

  private StalledReaders() {}

  /** Runs a workload with stalled members. Returns the figures by name. */
  static Map<String, Double> measure(Workload workload) {
    RunResult result = SuiteRow.run(workload);
    Measurement stalled = result.whileStalled();
    if (stalled == null) {
      throw new LoadException("--stalled must be more than 0.");
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("p99Ratio", stalled.latency().p99() / result.measure().latency().p99());
    figures.put("p99Micros", result.measure().latency().p99());
    figures.put("stalledP99Micros", stalled.latency().p99());
    figures.put("openLeft", (double) workload.stalled() - result.stalledClosed());
    figures.put("residentBefore", (double) result.measure().residentBytes());
    figures.put("residentAfter", (double) new ProcessStats(workload.pid()).residentBytes());
    return figures;
  }
}
