package dev.parley.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all rows of a suite. */
final class SuiteOptions {

  @Mixin ServerOptions server = new ServerOptions();

  @Option(
      names = "--warmup",
      converter = SecondsConverter.class,
      description = "in place of the row's own")
  @Nullable Duration warmup;

  @Option(
      names = "--duration",
      converter = SecondsConverter.class,
      description = "in place of the row's own")
  @Nullable Duration duration;

  @Option(
      names = "--deadline",
      converter = SecondsConverter.class,
      description = "in place of the row's own")
  @Nullable Duration deadline;

  /** Parses the workload of a row, and replaces its times by those given on the command line. */
  WorkloadOptions workload(String row) {
    WorkloadOptions options = WorkloadOptions.parse(row);
    options.warmup = warmup == null ? options.warmup : warmup;
    options.duration = duration == null ? options.duration : duration;
    options.deadline = deadline == null ? options.deadline : deadline;
    return options;
  }
}
