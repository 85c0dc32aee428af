package dev.parley.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the two servers of a cluster with one server by itself under the same workload, all with
 * history in PostgreSQL.
 *
 * <p>{@code ratio} is that of the CPU time of the servers for each delivery, and {@code totalRatio}
 * that of the servers and PostgreSQL together. The figures of one server begin with {@code one},
 * those of the cluster with {@code two}; {@code …DatabaseMicros} is PostgreSQL's CPU time for each
 * line, and {@code twoRemote…} the latency to members at another server than the sender's.
 */
record NodeComparison(String name, String title, String workload, List<Goal> goals)
    implements SuiteRow {

  @Override
  public List<ServerKind> servers() {
    return List.of(ServerKind.DURABLE);
  }

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    ServerOptions server = options.server.withPostgres();
    Measurement[] measured = new Measurement[2];
    for (int i = 0; i < 2; i++) {
      int servers = (round + i) % 2;
      measured[servers] = measure(options, server, servers + 1);
    }
    return figures(options.workload(workload), measured[0], measured[1]);
  }

  private Measurement measure(SuiteOptions options, ServerOptions server, int servers)
      throws IOException {
    List<MeasuredServer> started = new ArrayList<>();
    try (ServerStore store = ServerStore.create(server)) {
      try {
        while (started.size() < servers) {
          started.add(MeasuredServer.with(server, store, servers > 1));
        }
        return SuiteRow.run(options.workload(workload).workload(started, store.databasePid()))
            .measure();
      } finally {
        started.forEach(MeasuredServer::close);
      }
    }
  }

  /** Returns the figures of one server by itself and of two. */
  static Map<String, Double> figures(WorkloadOptions workload, Measurement one, Measurement two) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("ratio", two.cpuMicrosPerDelivery() / one.cpuMicrosPerDelivery());
    figures.put("totalRatio", total(two) / total(one));
    double deliveriesOfALine = (double) workload.members / workload.rooms - 1;
    put(figures, "one", one, deliveriesOfALine);
    put(figures, "two", two, deliveriesOfALine);
    figures.put("twoRemoteP50Micros", two.remoteLatency().p50());
    figures.put("twoRemoteP99Micros", two.remoteLatency().p99());
    return figures;
  }

  private static double total(Measurement measure) {
    return (measure.cpuMicros() + measure.databaseCpuMicros()) / measure.deliveries();
  }

  private static void put(
      Map<String, Double> figures, String label, Measurement measure, double deliveriesOfALine) {
    figures.put(label + "Micros", measure.cpuMicrosPerDelivery());
    figures.put(
        label + "DatabaseMicros",
        measure.databaseCpuMicros() / measure.deliveries() * deliveriesOfALine);
    figures.put(label + "LinesPerSecond", measure.deliveriesPerSecond() / deliveriesOfALine);
    figures.put(label + "P50Micros", measure.latency().p50());
    figures.put(label + "P99Micros", measure.latency().p99());
  }
}
