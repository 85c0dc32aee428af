package dev.parley.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Starts the load tool. Its options are described in {@code docs/performance.md}. */
@Command(name = "load", description = "Measures a line server, and checks every line it delivers.")
public final class Load {

  private static final Map<String, Map<String, String>> DEFAULTS =
      Map.of(
          "idle", Map.of("--members", "15000", "--senders", "0"),
          "churn", Map.of("--members", "150", "--senders", "0"),
          "soak", Soak.DEFAULTS);

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "shows this")
  boolean help;

  private Load() {}

  /**
   * Runs one command. The exit status is 0 if it succeeded and every line was right, 1 if not, and
   * 2 if the command line is wrong.
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine load = new CommandLine(new Load());
    DEFAULTS.forEach((name, values) ->
        load.getSubcommands()
            .get(name)
            .setDefaultValueProvider(argument ->
                argument instanceof OptionSpec option ? values.get(option.longestName()) : null));
    load.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().usageMessage().showDefaultValues(true));
    return load.setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler((e, _) -> {
          CommandLine command = e.getCommandLine();
          command.getErr().println(e.getMessage());
          command
              .getErr()
              .println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
          return 2;
        })
        .setExecutionExceptionHandler((e, command, _) -> {
          if (e instanceof LoadException || e instanceof IOException) {
            command.getErr().println(e instanceof LoadException ? e.getMessage() : e);
            return 1;
          }
          throw e;
        });
  }

  @Command(name = "run", description = "Runs one workload against a server that runs already.")
  int run(
      @Mixin TargetOptions target,
      @Mixin WorkloadOptions options,
      @Option(names = "--json", description = "file for the figures") @Nullable Path json)
      throws IOException {
    try (WorkloadRun run = new WorkloadRun(target.workload(options))) {
      RunResult outcome = run.run();
      System.out.println(outcome);
      if (json != null) {
        ReportWriter.write(json, outcome.json());
      }
      return outcome.faults().none() ? 0 : 1;
    }
  }

  @Command(name = "suite", description = "Runs the workloads that parley is measured by.")
  int suite(
      @Parameters(paramLabel = "ROW", arity = "0..*", description = "those to run; all if none")
          @Nullable List<String> rows,
      @Option(names = "--rounds", defaultValue = "3", description = "rounds of each") int rounds,
      @Option(
              names = "--out",
              defaultValue = "target/load",
              description = "directory of the report")
          Path out,
      @Mixin SuiteOptions options)
      throws IOException {
    Suite suite = new Suite(options, rounds, out, given("suite"));
    return suite.run(rows == null ? List.of() : rows) ? 0 : 1;
  }

  @Command(name = "soak", description = "Runs parley for long, and checks that nothing grows.")
  int soak(@Mixin SoakOptions options) throws IOException {
    return new Soak(options, given("soak")).run() ? 0 : 1;
  }

  @Command(name = "idle", description = "Measures the memory of sessions that say nothing.")
  int idle(@Mixin TargetOptions target, @Mixin WorkloadOptions options) {
    System.out.println(RowResult.text(IdleMemory.measure(target.workload(options))));
    return 0;
  }

  @Command(name = "churn", description = "Measures arrivals: people who connect and leave.")
  int churn(@Mixin TargetOptions target, @Mixin WorkloadOptions options) {
    Workload workload = target.workload(options);
    System.out.println(RowResult.text(ArrivalRate.measure(workload, workload.rate())));
    return 0;
  }

  @Command(name = "floor", description = "Runs the floor, the server that parley is compared with.")
  int floor(@Option(names = "--port", defaultValue = "0", description = "0 for any") int port)
      throws IOException {
    BaselineServer floor = new BaselineServer(port);
    System.out.println("floor is ready: line on 127.0.0.1:" + floor.port());
    floor.serve();
    return 0;
  }

  private Map<String, String> given(String command) {
    return GivenOptions.of(spec.subcommands().get(command).getCommandSpec());
  }
}
