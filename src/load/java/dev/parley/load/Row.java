package dev.parley.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A question of the suite: a workload, the servers that it is put to, and what the answer should
 * be.
 */
interface Row {

  /** What it is called by on the command line. */
  String name();

  /** What is done, for people. */
  String title();

  /**
   * Starts the servers, one after the other, and measures each once.
   *
   * @param options those of the suite; they go before the row's own
   * @param round counted from 0; the order of the servers changes from round to round
   * @return figures by name
   * @throws LoadException where a line was lost, doubled, reordered or changed
   */
  Map<String, Double> round(SuiteOptions options, int round) throws IOException;

  /** What the medians of the figures should be. */
  List<Goal> goals();

  /**
   * A bound on a figure.
   *
   * @param figure which
   * @param bound the largest value that is well, or the smallest
   * @param atMost whether it is the largest
   */
  record Goal(String figure, double bound, boolean atMost) {

    static Goal atMost(String figure, double bound) {
      return new Goal(figure, bound, true);
    }

    static Goal atLeast(String figure, double bound) {
      return new Goal(figure, bound, false);
    }

    boolean metBy(double value) {
      return atMost ? value <= bound : value >= bound;
    }

    @Override
    public String toString() {
      return (atMost ? "≤ " : "≥ ") + bound;
    }
  }

  /** Runs a workload against a server, and insists that every line was right. */
  static Outcome run(WorkloadOptions options, Server server) {
    try (Run run = new Run(options.workload(server))) {
      Outcome outcome = run.run();
      if (!outcome.faults().none()) {
        throw new LoadException(outcome.faults().toString());
      }
      return outcome;
    }
  }
}
