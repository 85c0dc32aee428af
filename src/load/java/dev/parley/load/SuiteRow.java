package dev.parley.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A row of the suite: a workload, the servers that it is run against, and the goals. */
interface SuiteRow {

  /** Returns the name on the command line. */
  String name();

  /** Returns the description for people. */
  String title();

  /**
   * Starts the servers one after the other, and measures each once.
   *
   * @param options options of the suite, which override the row's own
   * @param round number of the round from 0; the order of the servers alternates
   * @return figures by name
   * @throws LoadException if a line was lost, doubled, reordered or changed
   */
  Map<String, Double> round(SuiteOptions options, int round) throws IOException;

  /** Returns the servers that are measured. */
  List<ServerKind> servers();

  /** Returns the bounds on the medians of the figures. */
  List<Goal> goals();

  /**
   * A bound on a figure.
   *
   * @param figure name of the figure
   * @param bound the largest accepted value, or the smallest
   * @param atMost true if the bound is the largest value
   */
  record Goal(String figure, double bound, boolean atMost) {

    static Goal atMost(String figure, double bound) {
      return new Goal(figure, bound, true);
    }

    static Goal atLeast(String figure, double bound) {
      return new Goal(figure, bound, false);
    }

    boolean isMetBy(double value) {
      return atMost ? value <= bound : value >= bound;
    }

    @Override
    public String toString() {
      return (atMost ? "≤ " : "≥ ") + bound;
    }
  }

  /**
   * Runs a workload against a server.
   *
   * @throws LoadException if a line was wrong
   */
  static RunResult run(WorkloadOptions options, MeasuredServer server) throws IOException {
    return run(options.workload(server));
  }

  /**
   * Runs a workload.
   *
   * @throws LoadException if a line was wrong
   */
  static RunResult run(Workload workload) {
    try (WorkloadRun run = new WorkloadRun(workload)) {
      RunResult outcome = run.run();
      if (!outcome.faults().none()) {
        throw new LoadException(outcome.faults().toString());
      }
      return outcome;
    }
  }
}
