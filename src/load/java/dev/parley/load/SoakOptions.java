package dev.parley.load;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a soak. */
final class SoakOptions {

  @Mixin WorkloadOptions workload = new WorkloadOptions();

  @Mixin ServerOptions server = new ServerOptions();

  @Option(
      names = "--interval",
      defaultValue = "30s",
      converter = SecondsConverter.class,
      description = "time between two samples")
  Duration interval;

  @Option(names = "--churn", defaultValue = "20", description = "arrivals a second")
  double churn;

  @Option(names = "--slow", defaultValue = "5", description = "readers who fall behind")
  int slow;

  @Option(names = "--out", defaultValue = "target/load", description = "directory of the report")
  Path out;
}
