package dev.parley.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures parley without history and with it. The names of the figures with history begin with
 * {@code durable}; {@code onOffRatio} compares the main figure of both.
 *
 * @param main figure that is compared
 * @param procedure measures one of the two
 */
record HistoryOffAndOn(
    String name, String title, String workload, String main, Procedure procedure, List<Goal> goals)
    implements SuiteRow {

  private static final List<ServerKind> SERVERS = List.of(ServerKind.PARLEY, ServerKind.DURABLE);

  /** Measures parley, with as many servers as it takes. */
  @FunctionalInterface
  interface Procedure {

    /**
     * Runs a workload. Returns the figures by name.
     *
     * @param server starts a server on each call
     */
    Map<String, Double> measure(WorkloadOptions workload, ServerStarter server) throws IOException;
  }

  /** Starts servers of one kind. */
  @FunctionalInterface
  interface ServerStarter {

    /** Starts a server, which the caller closes. */
    MeasuredServer start() throws IOException;
  }

  /** Measures a single server that runs. */
  @FunctionalInterface
  interface Measure {

    /** Returns the figures by name. */
    Map<String, Double> of(Workload workload);
  }

  /** Creates a procedure that starts one server. */
  static Procedure oneServer(Measure measure) {
    return (options, starter) -> {
      try (MeasuredServer server = starter.start()) {
        return measure.of(options.workload(server));
      }
    };
  }

  @Override
  public List<ServerKind> servers() {
    return SERVERS;
  }

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    List<ServerKind> order = new ArrayList<>(SERVERS);
    Collections.rotate(order, round);
    Map<ServerKind, Map<String, Double>> measured = new EnumMap<>(ServerKind.class);
    for (ServerKind kind : order) {
      measured.put(
          kind, procedure.measure(options.workload(workload), () -> kind.start(options.server)));
    }
    Map<String, Double> off = Objects.requireNonNull(measured.get(ServerKind.PARLEY));
    Map<String, Double> on = Objects.requireNonNull(measured.get(ServerKind.DURABLE));
    Map<String, Double> figures = new LinkedHashMap<>(off);
    on.forEach((name, value) -> figures.put(ServerKind.DURABLE.figure(name), value));
    figures.put(
        "onOffRatio", on.getOrDefault(main, Double.NaN) / off.getOrDefault(main, Double.NaN));
    return figures;
  }
}
