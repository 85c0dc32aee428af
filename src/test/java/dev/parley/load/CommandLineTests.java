package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTests {

  private final CommandLine load = Load.commandLine();
  private final StringWriter errors = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "run --port 1 --membres 5, 'Unknown options: ''--membres'', ''5'''",
    "run --port 1 --rate often, Invalid value for option '--rate'",
    "run --port 1 --warmup soon, Invalid value for option '--warmup'",
    "run --port 1 --dialect smtp, Invalid value for option '--dialect'",
    "run --port 1 --size, Missing required parameter for option '--size'",
    "run --members 5, Missing required option: '--port",
    "suite --members=5, Unknown option: '--members=5'",
    "soak --port=1, Unknown option: '--port=1'",
    "floor --members=5, Unknown option: '--members=5'",
    "run --port 1 --stream-format text, Invalid value for option '--stream-format'",
    "run --port 1 --joiners many, Invalid value for option '--joiners'",
    "run --port 1 --store sqlite, Unknown options: '--store'",
    "walk, Unmatched argument",
  })
  void wrongOptionsAreRefused(String line, String sentence) {
    load.setErr(new PrintWriter(errors));

    assertThat(load.execute(line.split(" ", -1))).isEqualTo(2);
    assertThat(errors.toString()).contains(sentence).contains("Try 'load");
  }

  @Test
  void contradictionsAreRefusedInASentence() {
    load.setErr(new PrintWriter(errors));

    assertThat(load.execute("run", "--port", "1", "--members", "2", "--senders", "3")).isEqualTo(1);
    assertThat(errors.toString().strip())
        .isEqualTo("There are more senders and stalled than members.");
  }

  @ParameterizedTest
  @CsvSource({
    "--streams 93, There are more senders and streams than members.",
    "--streams 5, --streams wants --http-port and --password.",
    "--streams 5 --rooms 2 --http-port 1, --streams knows one room only.",
    "--streams 5 --stalled 5 --rate 1 --http-port 1, --streams and --stalled exclude each other.",
    "--joiners 5, --joiners wants one room and a --rate.",
    "--joiners 5 --rate 1 --dialect plain, --joiners wants --dialect parley.",
  })
  void contradictionsOfStreamsAndJoinersAreRefused(String options, String sentence) {
    load.setErr(new PrintWriter(errors));

    assertThat(load.execute(("run --port 1 " + options).split(" ", -1))).isEqualTo(1);
    assertThat(errors.toString().strip()).isEqualTo(sentence);
  }

  @Test
  void unknownRowIsRefused() {
    load.setErr(new PrintWriter(errors));

    assertThat(load.execute("suite", "room-7")).isEqualTo(1);
    assertThat(errors.toString()).contains("There is no row room-7. The rows: [room-1000,");
  }

  @Test
  void workloadThatIsWrittenWrongIsRefused() {
    assertThatThrownBy(() -> WorkloadOptions.parse("--membres=5"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("Unknown option: '--membres=5'");
  }

  @ParameterizedTest
  @CsvSource({"10, 10000", "10s, 10000", "2m, 120000", "0.2s, 200", "0, 0"})
  void timesAreSecondsOrHaveAUnit(String text, long millis) {
    WorkloadOptions options = WorkloadOptions.parse("--warmup " + text + " --duration=" + text);

    assertThat(options.warmup).isEqualTo(Duration.ofMillis(millis));
    assertThat(options.duration).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void commandsHaveDefaultsOfTheirOwn() {
    assertThat(parsed("run", "--port", "1")).containsEntry("--members", 100);
    assertThat(parsed("idle", "--port", "1")).containsEntry("--members", 15_000);
    assertThat(parsed("churn", "--port", "1"))
        .containsEntry("--members", 150)
        .containsEntry("--senders", 0);
    assertThat(parsed("soak"))
        .containsEntry("--members", 200)
        .containsEntry("--size", 512)
        .containsEntry("--duration", Duration.ofMinutes(20))
        .containsEntry("--interval", Duration.ofSeconds(30));
    assertThat(parsed("soak", "--members", "7")).containsEntry("--members", 7);
  }

  @Test
  void optionsOfTheServersJvmAreTakenAsTheyAre() {
    assertThat(parsed("suite")).containsEntry("--jvm", "@docker/jvm.options");
    assertThat(parsed("suite", "--jvm", "@docker/jvm.options"))
        .containsEntry("--jvm", "@docker/jvm.options");
    assertThat(parsed("suite", "--jvm=-Xmx1g -Xms1g")).containsEntry("--jvm", "-Xmx1g -Xms1g");
  }

  @Test
  void reportNamesTheOptionsThatWereGiven() {
    CommandLine.ParseResult suite =
        load.parseArgs("suite", "room-10", "--rounds", "5", "--warmup=3s", "--rounds", "6")
            .subcommand();

    assertThat(GivenOptions.of(suite.commandSpec()))
        .isEqualTo(Map.of("rounds", "6", "warmup", "3s"));
  }

  @Test
  void reportHidesPasswords() {
    CommandLine.ParseResult suite =
        load.parseArgs(
                "suite",
                "--store=jdbc:postgresql://db/parley?user=me&password=secret&ssl=true",
                "--store-password",
                "secret")
            .subcommand();

    assertThat(GivenOptions.of(suite.commandSpec()))
        .containsEntry("store", "jdbc:postgresql://db/parley?user=me&password=***&ssl=true")
        .containsEntry("store-password", "***");
  }

  private Map<String, Object> parsed(String... arguments) {
    Map<String, Object> values = new HashMap<>();
    for (CommandLine.Model.OptionSpec option :
        load.parseArgs(arguments).subcommand().commandSpec().options()) {
      values.put(option.longestName(), option.getValue());
    }
    return values;
  }
}
