package dev.parley.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares servers under the same workload: the figures of each, and their ratios.
 *
 * <p>{@code ratio} and {@code p99Ratio} are those of the second server to the first. If there is a
 * third, {@code onOffRatio} and {@code onOffP99Ratio} are those of the third to the second, and
 * {@code durableRatio} and {@code durableP99Ratio} those of the third to the first.
 *
 * @param servers parley without and with history, and in front of them the floor if it is compared
 */
record Comparison(
    String name, String title, String workload, List<ServerKind> servers, List<Goal> goals)
    implements SuiteRow {

  /** Creates a comparison of parley, without and with history, with the baseline server. */
  static Comparison toFloor(String name, String title, String workload, Goal... goals) {
    return new Comparison(name, title, workload, List.of(ServerKind.values()), List.of(goals));
  }

  /** A ratio of CPU times. */
  record Ratio(String figure, ServerKind first, ServerKind second) {}

  /** Returns the ratios of each server to the one before. */
  List<Ratio> ratios() {
    List<Ratio> ratios = new ArrayList<>();
    ratios.add(new Ratio("ratio", servers.get(0), servers.get(1)));
    if (servers.size() > 2) {
      ratios.add(new Ratio("onOffRatio", servers.get(1), servers.get(2)));
    }
    return ratios;
  }

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    List<ServerKind> order = new ArrayList<>(servers);
    Collections.rotate(order, round);
    Map<ServerKind, Measurement> measured = new EnumMap<>(ServerKind.class);
    for (ServerKind kind : order) {
      try (MeasuredServer server = kind.start(options.server)) {
        measured.put(kind, SuiteRow.run(options.workload(workload), server).measure());
      }
    }
    return figures(servers.stream().map(measured::get).toList());
  }

  /** Returns the figures of measurements in the order of the servers. */
  Map<String, Double> figures(List<Measurement> measured) {
    Map<String, Double> figures = new LinkedHashMap<>();
    put(figures, "ratio", "p99Ratio", measured.get(1), measured.get(0));
    if (measured.size() > 2) {
      put(figures, "onOffRatio", "onOffP99Ratio", measured.get(2), measured.get(1));
      put(figures, "durableRatio", "durableP99Ratio", measured.get(2), measured.get(0));
    }
    for (int i = 0; i < measured.size(); i++) {
      put(figures, servers.get(i).label, measured.get(i));
    }
    return figures;
  }

  private static void put(
      Map<String, Double> figures, String ratio, String p99, Measurement two, Measurement one) {
    figures.put(ratio, two.cpuMicrosPerDelivery() / one.cpuMicrosPerDelivery());
    figures.put(p99, two.latency().p99() / one.latency().p99());
  }

  private static void put(Map<String, Double> figures, String label, Measurement measure) {
    figures.put(label + "Micros", measure.cpuMicrosPerDelivery());
    figures.put(label + "PerSecond", measure.deliveriesPerSecond());
    figures.put(label + "P50Micros", measure.latency().p50());
    figures.put(label + "P99Micros", measure.latency().p99());
    figures.put(label + "LateP99Micros", measure.lateness().p99());
  }
}
