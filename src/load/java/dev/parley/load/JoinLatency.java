package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the latency of the members of a room while many others join it. */
final class JoinLatency {

  private JoinLatency() {}

  /** Runs a workload with joiners. Returns the figures by name. */
  static Map<String, Double> measure(Workload workload) {
    RunResult result = SuiteRow.run(workload);
    Measurement storm = result.whileJoining();
    if (storm == null) {
      throw new LoadException("--joiners must be more than 0.");
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("joinSeconds", storm.seconds());
    figures.put("p99Micros", result.measure().latency().p99());
    figures.put("joiningP99Micros", storm.latency().p99());
    figures.put("joiningMaxMicros", storm.latency().max());
    figures.put("joiningLateP99Micros", storm.lateness().p99());
    figures.put("cpuMicrosEach", storm.cpuMicros() / workload.joiners());
    return figures;
  }
}
