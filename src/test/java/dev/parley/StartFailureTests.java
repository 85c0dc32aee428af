package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.TcpProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tests the sentences that explain start failures. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "parley.limits.line-bytes, -1, it must be greater than or equal to 0",
    "parley.limits.sendq-bytes, -1, it must not be negative",
    "parley.limits.login-timeout, -1s, it must not be negative",
    "parley.limits.idle-timeout, -5m, it must not be negative",
    "parley.limits.handshake-timeout, -1s, it must not be negative",
    "parley.limits.proxy-timeout, -1s, it must not be negative",
    "parley.limits.request-line-bytes, -1, it must be greater than or equal to 0",
    "parley.limits.request-header-bytes, -1, it must be greater than or equal to 0",
    "parley.limits.connections-burst, -1, it must be greater than or equal to 0",
    "parley.limits.connections-per-second, -1, it must be greater than or equal to 0",
    "parley.limits.half-open-logins, -1, it must be greater than or equal to 0",
    "parley.resume.hold, -1s, it must not be negative",
    "parley.shutdown-grace, -1s, it must not be negative",
    "parley.cluster.drain-time, -1s, it must not be negative",
    "parley.cluster.drain-time, 3601s, it must be an hour at most",
    "parley.cluster.name, chat one, it must have 1 to 64 characters without spaces",
    "parley.listeners.line.port, 70000, it must be less than or equal to 65535"
  })
  void settingThatMakesNoSense(String name, String value, String why, CapturedOutput output) {
    assertThatThrownBy(() ->
            new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .run("--" + name + "=" + value)
                .close())
        .isInstanceOf(Exception.class);
    expectSentence(output, name + " cannot be \"" + value + "\": " + why + ".");
  }

  /** Is the part of the server that takes its settings. */
  @EnableConfigurationProperties({
    ParleyProperties.class,
    TcpProperties.class,
    ConnectionLimits.class,
    ClusterConfiguration.ClusterProperties.class
  })
  private static final class Settings {}

  @ParameterizedTest
  @CsvSource({
    "server.port=70000, 'server.port cannot be \"70000\": it must be less than or equal to 65535.'",
    "server.port=abc, 'server.port cannot be \"abc\".'",
    "parley.listeners.line.protocol=morse, 'Listener line has an unknown protocol: morse.'"
  })
  void settingThatSomethingElseTakes(String setting, String sentence, CapturedOutput output) {
    expect(output, sentence, setting);
  }

  @Test
  void networkThatIsNone(CapturedOutput output) {
    expect(
        output,
        "parley.listeners.line.trusted-proxies[0] cannot be \"10.0.0.0/33\".",
        "parley.listeners.line.trusted-proxies[0]=10.0.0.0/33");
  }

  @Test
  void certificateThatIsNotThere(CapturedOutput output) {
    Path file = dir.resolve("cert.pem");
    expect(
        output,
        "Listener line cannot use its ssl-bundle: there is no file " + file + ".",
        "parley.listeners.line.ssl-bundle=chat",
        "spring.ssl.bundle.pem.chat.keystore.certificate=" + file,
        "spring.ssl.bundle.pem.chat.keystore.private-key=" + file);
  }

  @Test
  void certificateThatIsRubbish(CapturedOutput output) throws IOException {
    TestCertificate.make().write(dir);
    Files.writeString(dir.resolve("cert.pem"), "rubbish");
    expect(
        output,
        "Listener line cannot use its ssl-bundle: Missing certificates or unrecognized format.",
        "parley.listeners.line.ssl-bundle=chat",
        "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
        "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"));
  }

  @Test
  void keyOfAnotherCertificate(CapturedOutput output) throws IOException {
    Path other = Files.createDirectory(dir.resolve("other"));
    TestCertificate.make().write(dir);
    TestCertificate.make().write(other);
    expect(
        output,
        "its key is not that of its certificate",
        "parley.listeners.line.ssl-bundle=chat",
        "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
        "spring.ssl.bundle.pem.chat.keystore.private-key=" + other.resolve("key.pem"));
  }

  @Test
  void bundleThatIsNotThere(CapturedOutput output) {
    expect(
        output,
        "Listener line cannot have ssl-bundle chat: there is none.",
        "parley.listeners.line.ssl-bundle=chat");
  }

  @Test
  void clientsThatCannotBeChecked(CapturedOutput output) {
    TestCertificate.make().write(dir);
    expect(
        output,
        "Listener line has client-auth on, but its ssl-bundle has no truststore to check with.",
        "parley.listeners.line.ssl-bundle=chat",
        "parley.listeners.line.client-auth=need",
        "spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
        "spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"));
    expect(
        output,
        "Listener line has client-auth on and no ssl-bundle to ask for it with.",
        "parley.listeners.line.client-auth=want");
  }

  private static void expect(CapturedOutput output, String sentence, String... properties) {
    assertThatThrownBy(() -> TestServer.start(properties).close()).isInstanceOf(Exception.class);
    expectSentence(output, sentence);
  }

  private static void expectSentence(CapturedOutput output, String sentence) {
    assertThat(output.getAll()).contains("parley cannot start: ").contains(sentence);
    assertThat(output.getAll()).doesNotContain("\tat ");
  }
}
