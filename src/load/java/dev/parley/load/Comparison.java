package dev.parley.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two servers under the same workload: the figures of both, and the second's as multiples
 * of the first's.
 */
record Comparison(
    String name, String title, String workload, Subject first, Subject second, List<Goal> goals)
    implements SuiteRow {

  /** A kind of server that can be compared. */
  enum Subject {
    FLOOR("floor", "the floor") {
      @Override
      MeasuredServer start(SuiteOptions options) throws IOException {
        return MeasuredServer.floor();
      }
    },
    PARLEY("parley", "parley without history") {
      @Override
      MeasuredServer start(SuiteOptions options) throws IOException {
        return MeasuredServer.parley(options.server, List.of("--parley.history.lines=0"));
      }
    },
    DURABLE("durable", "parley with history") {
      @Override
      MeasuredServer start(SuiteOptions options) throws IOException {
        return MeasuredServer.parley(options.server, List.of());
      }
    };

    /** Prefix of its figures in reports. */
    final String label;

    /** Name in titles. */
    final String title;

    Subject(String label, String title) {
      this.label = label;
      this.title = title;
    }

    abstract MeasuredServer start(SuiteOptions options) throws IOException;
  }

  /** Creates a comparison of parley without history with the baseline server. */
  static Comparison toFloor(String name, String title, String workload, Goal... goals) {
    return new Comparison(name, title, workload, Subject.FLOOR, Subject.PARLEY, List.of(goals));
  }

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    Measurement one;
    Measurement two;
    if (round % 2 == 0) {
      one = measure(first, options);
      two = measure(second, options);
    } else {
      two = measure(second, options);
      one = measure(first, options);
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("ratio", two.cpuMicrosPerDelivery() / one.cpuMicrosPerDelivery());
    figures.put("p99Ratio", two.latency().p99() / one.latency().p99());
    put(figures, first.label, one);
    put(figures, second.label, two);
    return figures;
  }

  private Measurement measure(Subject subject, SuiteOptions options) throws IOException {
    try (MeasuredServer server = subject.start(options)) {
      return SuiteRow.run(options.workload(workload), server).measure();
    }
  }

  private static void put(Map<String, Double> figures, String label, Measurement measure) {
    figures.put(label + "Micros", measure.cpuMicrosPerDelivery());
    figures.put(label + "PerSecond", measure.deliveriesPerSecond());
    figures.put(label + "P50Micros", measure.latency().p50());
    figures.put(label + "P99Micros", measure.latency().p99());
    figures.put(label + "LateP99Micros", measure.lateness().p99());
  }
}
