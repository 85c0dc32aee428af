package dev.parley.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Starts the load tool; its options are described in {@code docs/performance.md}. */
public final class Load {

  private static final String USAGE =
      """
      run      --port PORT [--members 100] [--senders 8] [--rooms 1] [--size 64]
               [--outstanding 1 | --rate MESSAGES_A_SECOND] [--messages 0] [--stalled 0]
               [--warmup 10s] [--duration 10s] [--deadline 60s] [--pid PID]
               [--host 127.0.0.1] [--dialect parley|plain] [--names u] [--json FILE]
      suite    [ROW…] [--rounds 3] [--jar target/parley.jar] [--jvm @docker/jvm.options]
               [--out target/load] [--warmup 10s] [--duration 10s]
      soak     [--duration 20m] [--interval 30s] [--members 200] [--senders 8] [--rate 100]
               [--size 512] [--churn 20] [--slow 5] [--jar …] [--jvm …] [--out target/load]
      idle     --port PORT --pid PID [--members 15000]
      churn    --port PORT [--pid PID] [--rate ARRIVALS_A_SECOND] [--members 150]
      floor    [--port 0]
      """;

  private Load() {}

  /** Runs one command; the status is 0 where it went well and every line was right. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      Options options = Options.parse(arguments);
      String command = options.words().isEmpty() ? "run" : options.words().getFirst();
      return switch (command) {
        case "run" -> once(options);
        case "suite" -> Suite.run(options) ? 0 : 1;
        case "idle" -> idle(options);
        case "churn" -> churn(options);
        case "soak" -> Soak.run(options) ? 0 : 1;
        case "floor" -> floor(options);
        default -> {
          System.err.print(USAGE);
          yield 2;
        }
      };
    } catch (LoadException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      System.err.println(e);
      return 1;
    }
  }

  private static int once(Options options) throws IOException {
    Set<String> known = new HashSet<>(Workload.OPTIONS);
    known.add("json");
    Workload workload = Workload.of(options.allow(known));
    try (Run run = new Run(workload)) {
      Outcome outcome = run.run();
      System.out.println(outcome);
      if (options.has("json")) {
        Files.writeString(Path.of(options.text("json", "")), Json.write(outcome.json()));
      }
      return outcome.faults().none() ? 0 : 1;
    }
  }

  private static int idle(Options options) {
    Options all = Options.parse("--members 15000 --senders 0").with(options);
    System.out.println(Result.text(Idle.measure(Workload.of(all.allow(Workload.OPTIONS)))));
    return 0;
  }

  private static int churn(Options options) {
    Options all = Options.parse("--members 150 --senders 0").with(options);
    Workload workload = Workload.of(all.allow(Workload.OPTIONS));
    System.out.println(Result.text(Arrivals.measure(workload, workload.rate())));
    return 0;
  }

  private static int floor(Options options) throws IOException {
    Floor floor = new Floor(options.allow(Set.of("port")).number("port", 0));
    System.out.println("floor is ready: line on 127.0.0.1:" + floor.port());
    floor.serve();
    return 0;
  }
}
