package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the resident memory of each session that says nothing. */
final class IdleMemory {

  private static final long SETTLE_NANOS = 5_000_000_000L;

  private IdleMemory() {}

  /** Connects the members, and measures the server's memory before and after. */
  static Map<String, Double> measure(Workload workload) {
    ProcessStats server = new ProcessStats(workload.pid());
    long before = server.residentBytes();
    try (MemberGroup group = new MemberGroup(workload, new SilentListener())) {
      long from = System.nanoTime();
      group.connectAll();
      double seconds = (System.nanoTime() - from) / 1e9;
      for (long end = System.nanoTime() + SETTLE_NANOS; System.nanoTime() < end; ) {
        group.poll(100_000_000);
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
