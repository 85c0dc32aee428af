package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a server with history for a long time: members who send at a fixed rate, connections that
 * come and go, and slow readers. Samples the server at each interval, and checks at the end that
 * nothing has grown.
 */
final class Soak {

  /** Defaults that differ from those of a run, by the names of the options. */
  static final Map<String, String> DEFAULTS =
      Map.of(
          "--members", "200",
          "--senders", "8",
          "--rate", "100",
          "--size", "512",
          "--warmup", "30s",
          "--duration", "20m");

  /** The growth that is accepted: by this factor, or by this amount. */
  private record Slack(double factor, double more) {}

  private static final Map<String, Slack> SLACK =
      Map.of(
          "heapBytes", new Slack(1.1, 3e6),
          "residentBytes", new Slack(1.1, 20e6),
          "threads", new Slack(1, 5),
          "descriptors", new Slack(1, 20),
          "p99Micros", new Slack(1.5, 5000));

  private final SoakOptions options;
  private final Map<String, String> given;
  private final List<Map<String, Double>> samples = new ArrayList<>();
  private volatile @Nullable RuntimeException fault;

  /**
   * Prepares a soak.
   *
   * @param given the options given on the command line, for the report
   */
  Soak(SoakOptions options, Map<String, String> given) {
    this.options = options;
    this.given = given;
  }

  /**
   * Runs the soak.
   *
   * @return true if nothing has grown and every line was right
   */
  boolean run() throws IOException {
    try (MeasuredServer server = ServerKind.DURABLE.start(options.server)) {
      return run(server);
    }
  }

  private boolean run(MeasuredServer server) throws IOException {
    int windows = (int) Math.max(3, options.workload.duration.dividedBy(options.interval));
    options.workload.duration = options.interval;
    Workload workload = options.workload.workload(server);
    try (SlowReaders slow = new SlowReaders(workload.server(), options.slow);
        WorkloadRun run = new WorkloadRun(workload)) {
      Thread churn = Thread.ofPlatform().daemon().start(() -> churn(workload));
      Faults faults = run.run(windows, measure -> sample(server, measure, slow.closed()));
      churn.interrupt();
      System.out.println("lines: " + faults);
      boolean grown = grown();
      write(faults, grown);
      return faults.none() && !grown;
    }
  }

  private void churn(Workload workload) {
    try (Churn churn = new Churn(workload.server(), "churn", options.churn)) {
      while (!Thread.currentThread().isInterrupted()) {
        churn.run(1_000_000_000);
      }
    } catch (RuntimeException e) {
      fault = e;
    }
  }

  private void sample(MeasuredServer server, Measurement measure, int closed) {
    RuntimeException thrown = fault;
    if (thrown != null) {
      throw thrown;
    }
    try {
      Map<String, Double> sample = ServerSample.of(server.proc());
      sample.put("p99Micros", measure.latency().p99());
      sample.put("maxMicros", measure.latency().max());
      sample.put("deliveries", (double) measure.deliveries());
      sample.put("cpuMicrosPerDelivery", measure.cpuMicrosPerDelivery());
      sample.put("slowReadersClosed", (double) closed);
      samples.add(sample);
      System.out.println(samples.size() + ": " + RowResult.text(sample));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares the last third of the samples with the first, for each figure. */
  private boolean grown() {
    boolean any = false;
    int third = Math.max(1, samples.size() / 3);
    for (String figure :
        List.of("heapBytes", "residentBytes", "threads", "descriptors", "p99Micros")) {
      double first = median(figure, 0, third);
      double last = median(figure, samples.size() - third, samples.size());
      Slack slack = SLACK.get(figure);
      boolean grows = last > first * slack.factor() && last > first + slack.more();
      any |= grows;
      System.out.printf(
          "%-14s %.0f in the first third, %.0f in the last: %s%n",
          figure, first, last, grows ? "GROWS" : "steady");
    }
    return any;
  }

  /** Returns the median, because other load on the machine can distort a single sample. */
  private double median(String figure, int from, int to) {
    double[] sorted =
        samples.subList(from, to).stream()
            .mapToDouble(sample -> sample.get(figure))
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  private void write(Faults faults, boolean grown) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, String> all = new TreeMap<>();
    DEFAULTS.forEach((name, value) -> all.put(name.substring(2), value));
    all.putAll(given);
    json.put("options", all);
    json.put("faults", faults.json());
    json.put("grown", grown);
    json.put("samples", samples);
    ReportWriter.write(options.out.resolve("soak.json"), json);
  }
}
