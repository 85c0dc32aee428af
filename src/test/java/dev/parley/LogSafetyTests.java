package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.StoreUnavailableException;
import java.io.StringWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests that log messages forge no line and quote no database message, whatever class logs. */
@ExtendWith(OutputCaptureExtension.class)
class LogSafetyTests {

  private static final String SECRET = "my secret\n2026-01-01 INFO dev.parley.Forged : all is well";

  private ConfigurableApplicationContext context;

  @AfterEach
  void close() {
    if (context != null) {
      context.close();
    }
  }

  private void start(String... properties) {
    String[] arguments = new String[properties.length];
    for (int i = 0; i < properties.length; i++) {
      arguments[i] = "--" + properties[i];
    }
    context =
        new SpringApplicationBuilder(LogSafetyTests.class)
            .web(WebApplicationType.NONE)
            .run(arguments);
  }

  private static Throwable failure() {
    SQLException ofDriver = new SQLException("Batch entry values ('" + SECRET + "')", "22021", 7);
    ofDriver.addSuppressed(new SQLException(SECRET));
    return new StoreUnavailableException(
        "That is not possible now.", new IllegalStateException(SECRET, ofDriver));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logging.pattern.dateformat=HH:mm",
        "logging.pattern.console=%d %logger %m%n",
        "logging.pattern.console=%logger %msg %ex{full}%n",
        "logging.exception-conversion-word=%xEx",
      })
  void failuresAreLoggedWithoutWhatTheDatabaseSays(String property, CapturedOutput output) {
    start("logging.config=classpath:dev/parley/logback-plain.xml", property);
    assertSafe(output);
  }

  @Test
  void structuredLogsAreSafeToo(CapturedOutput output) {
    start(
        "logging.config=classpath:dev/parley/logback-structured.xml",
        "logging.structured.format.console=logstash");
    assertSafe(output);
    assertThat(output.getAll()).contains("\"stack_trace\":");
  }

  @Test
  void ownConfigurationIsMadeSafeToo(CapturedOutput output) {
    start("logging.config=classpath:logback-test.xml");
    assertSafe(output);
  }

  private static void assertSafe(CapturedOutput output) {
    LoggerFactory.getLogger("some.library").error("Failed", failure());
    assertThat(output.getAll())
        .contains(
            "some.library",
            "Failed",
            "SQLState 22021",
            "StoreUnavailableException",
            "LogSafetyTests.failure")
        .doesNotContain("secret")
        .doesNotContain("Forged");
  }

  @Test
  void messageIsOneLine(CapturedOutput output) {
    start();
    LoggerFactory.getLogger("some.library").error("Odd: {}", "a\nb\r\u001b[31m\u2028\u202e\tc");
    assertThat(output.getAll()).contains("Odd: a\\nb\\r\\u001b[31m\\u2028\\u202e\tc");
  }

  @Test
  void messageOfAFailureIsOneLine(CapturedOutput output) {
    start();
    LoggerFactory.getLogger("some.library").error("Odd", new IllegalStateException("a\nb"));
    assertThat(output.getAll()).contains("IllegalStateException: a\\nb");
  }

  @Test
  void structuredLogsHaveTheirStackTracesFromHere() throws Exception {
    StringWriter printed = new StringWriter();
    new SafeStackTracePrinter().printStackTrace(failure(), printed);
    assertThat(printed.toString())
        .contains("Caused by: java.sql.SQLException: SQLState 22021, code 7")
        .contains("StoreUnavailableException: That is not possible now.")
        .doesNotContain("secret");
  }
}
