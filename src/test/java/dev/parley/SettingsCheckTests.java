package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.TcpProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Tests the rejection of unknown settings. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTests {

  private final KnownSettings known =
      new KnownSettings(
          List.of(ParleyProperties.class, TcpProperties.class, ConnectionLimits.class));
  private final Map<String, Object> written = new HashMap<>();
  private final Map<String, Object> variables = new HashMap<>();
  private final Map<String, Object> properties = new HashMap<>();

  @Test
  void namesAreThoseOfTheRecords() {
    assertThat(known.all())
        .contains(
            "parley.data-dir",
            "parley.limits.line-bytes",
            "parley.limits.half-open-logins",
            "parley.listeners.<name>.trusted-proxies",
            "parley.shutdown-grace");
  }

  @ParameterizedTest
  @CsvSource({
    "parley.data-dir",
    "parley.dataDir",
    "parley.limits.line-bytes",
    "parley.limits.lineBytes",
    "parley.limits",
    "parley.listeners.line.trusted-proxies[0]",
    "parley.listeners.line.trusted-proxies",
    "parley.listeners[line].ssl-bundle"
  })
  void settingThatThereIsPasses(String name) {
    written.put("parley.listeners.line.port", "0");
    written.put(name, "1");
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "parley.listeners.line.adress, parley.listeners.line.address",
    "parley.listeners.line.sslbundel, parley.listeners.line.ssl-bundle",
    "parley.limit.messages-burst, parley.limits.messages-burst",
    "parley.limits.messages.burst, parley.limits.messages-burst",
    "parley.messages-burst, parley.limits.messages-burst",
    "parley.port, parley.listeners.<name>.port",
    "parley.datadir.x, parley.data-dir",
    "parley.limits.line-bytes.x, parley.limits.line-bytes"
  })
  void settingThatThereIsNotIsRefusedWithTheNearest(String name, String nearest) {
    written.put("parley.listeners.line.port", "0");
    written.put(name, "1");
    assertThatThrownBy(this::check)
        .isInstanceOf(StartException.class)
        .hasMessage("There is no setting " + name + " (did you mean " + nearest + "?).");
  }

  @Test
  void settingThatIsNearNothingIsRefusedAsWell() {
    written.put("parley.colour", "green");
    assertThatThrownBy(this::check).hasMessage("There is no setting parley.colour.");
  }

  @Test
  void allAreToldInOneSentence() {
    properties.put("parley.data-dri", "/tmp");
    variables.put("PARLEY_LIMIT_MESSAGES_BURST", "5");
    assertThatThrownBy(this::check)
        .hasMessageContaining("no setting parley.data-dri (did you mean parley.data-dir?)")
        .hasMessageContaining(
            "; there is no setting PARLEY_LIMIT_MESSAGES_BURST"
                + " (did you mean PARLEY_LIMITS_MESSAGESBURST?).");
  }

  @ParameterizedTest
  @CsvSource({
    "PARLEY_DATA_DIR",
    "PARLEY_DATADIR",
    "parley_data_dir",
    "PARLEY_LIMITS_LINEBYTES",
    "PARLEY_LIMITS_LINE_BYTES",
    "PARLEY_LISTENERS_LINE_SSL_BUNDLE",
    "PARLEY_LISTENERS_LINE_TRUSTEDPROXIES_0"
  })
  void variableThatSetsSomethingPasses(String name, CapturedOutput output) {
    variables.put(name, "1");
    assertThatCode(this::check).doesNotThrowAnyException();
    assertThat(output.getAll()).doesNotContain(name);
  }

  @ParameterizedTest
  @CsvSource({
    "PARLEY_LISTENERS_LINE_ADRESS, PARLEY_LISTENERS_LINE_ADDRESS",
    "PARLEY_DATA_DIRS, PARLEY_DATADIR",
    "PARLEY_LIMITS_SENDQ_BYTE, PARLEY_LIMITS_SENDQBYTES"
  })
  void variableThatIsNearASettingIsRefused(String name, String nearest) {
    variables.put(name, "1");
    assertThatThrownBy(this::check)
        .hasMessage("There is no setting " + name + " (did you mean " + nearest + "?).");
  }

  @ParameterizedTest
  @CsvSource({
    "PARLEY_PORT, tcp://10.0.0.1:2323",
    "PARLEY_SERVICE_HOST, 10.0.0.1",
    "PARLEY_SERVICE_PORT, 2323",
    "PARLEY_SERVICE_PORT_LINE, 2323",
    "PARLEY_PORT_2323_TCP, tcp://10.0.0.1:2323",
    "PARLEY_PORT_2323_TCP_ADDR, 10.0.0.1",
    "PARLEY_PORT_2323_TCP_PORT, 2323",
    "PARLEY_PORT_2323_TCP_PROTO, tcp",
    "PARLEY_LIMITS_PORT, tcp://10.0.0.1:2323",
    "PARLEY_HTTP_SERVICE_HOST, 10.0.0.1"
  })
  void serviceLinksPassInSilence(String name, String value, CapturedOutput output) {
    variables.put(name, value);
    assertThatCode(this::check).doesNotThrowAnyException();
    assertThat(output.getAll()).doesNotContain(name);
  }

  @ParameterizedTest
  @CsvSource({"PARLEY_HOME", "PARLEY_VERSION", "PARLEY_BROWSER", "PARLEY_PORT"})
  void variableOfSomeoneElseIsWarnedOf(String name, CapturedOutput output) {
    variables.put(name, "1");
    assertThatCode(this::check).doesNotThrowAnyException();
    assertThat(output.getAll()).contains("The environment variable " + name + " is no setting");
  }

  @Test
  void systemPropertyOfSomeoneElseIsWarnedOf(CapturedOutput output) {
    properties.put("parley.jar", "target/parley.jar");
    assertThatCode(this::check).doesNotThrowAnyException();
    assertThat(output.getAll()).contains("The system property parley.jar is no setting");
  }

  @Test
  void listenerThatWasMeantToBeAnotherIsRefused() {
    written.put("parley.listeners.line.port", "0");
    written.put("parley.listeners.lien.address", "127.0.0.1");
    assertThatThrownBy(this::check).hasMessage("Listener lien has no port (did you mean line?).");
  }

  private void check() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace("systemProperties", new MapPropertySource("systemProperties", properties));
    environment
        .getPropertySources()
        .replace(
            "systemEnvironment",
            new SystemEnvironmentPropertySource("systemEnvironment", variables));
    environment.getPropertySources().addLast(new MapPropertySource("application.yaml", written));
    ConfigurationPropertySources.attach(environment);
    new SettingsCheck(environment).check(known);
  }
}
