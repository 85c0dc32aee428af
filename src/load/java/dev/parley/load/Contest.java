package dev.parley.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One workload put to two servers: the figures of each, and the second's as multiples of the
 * first's.
 */
record Contest(
    String name, String title, String workload, Contender first, Contender second, List<Goal> goals)
    implements Row {

  /** A way to start a server. */
  enum Contender {
    FLOOR("floor", "the floor") {
      @Override
      Server start(SuiteOptions options) throws IOException {
        return Server.floor();
      }
    },
    PARLEY("parley", "parley without history") {
      @Override
      Server start(SuiteOptions options) throws IOException {
        return Server.parley(options.server, List.of("--parley.history.lines=0"));
      }
    },
    DURABLE("durable", "parley with history") {
      @Override
      Server start(SuiteOptions options) throws IOException {
        return Server.parley(options.server, List.of());
      }
    };

    /** What its figures begin with. */
    final String label;

    /** What it is, for people. */
    final String title;

    Contender(String label, String title) {
      this.label = label;
      this.title = title;
    }

    abstract Server start(SuiteOptions options) throws IOException;
  }

  /** Parley without history, to the floor. */
  static Contest toFloor(String name, String title, String workload, Goal... goals) {
    return new Contest(name, title, workload, Contender.FLOOR, Contender.PARLEY, List.of(goals));
  }

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    Measure one;
    Measure two;
    if (round % 2 == 0) {
      one = measure(first, options);
      two = measure(second, options);
    } else {
      two = measure(second, options);
      one = measure(first, options);
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("ratio", two.perDelivery() / one.perDelivery());
    figures.put("p99Ratio", two.latency().p99() / one.latency().p99());
    put(figures, first.label, one);
    put(figures, second.label, two);
    return figures;
  }

  private Measure measure(Contender contender, SuiteOptions options) throws IOException {
    try (Server server = contender.start(options)) {
      return Row.run(options.workload(workload), server).measure();
    }
  }

  private static void put(Map<String, Double> figures, String label, Measure measure) {
    figures.put(label + "Micros", measure.perDelivery());
    figures.put(label + "PerSecond", measure.rate());
    figures.put(label + "P50Micros", measure.latency().p50());
    figures.put(label + "P99Micros", measure.latency().p99());
    figures.put(label + "LateP99Micros", measure.lateness().p99());
  }
}
