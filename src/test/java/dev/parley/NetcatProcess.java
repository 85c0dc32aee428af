package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Runs {@code nc} as somebody who types; it gives up where nothing comes in a minute. */
final class NetcatProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader screen;

  /**
   * Connects to a port of this machine.
   *
   * @param source the address to come from
   */
  NetcatProcess(String source, int port) throws IOException {
    process =
        new ProcessBuilder("nc", "-w", "60", "-s", source, "127.0.0.1", Integer.toString(port))
            .redirectErrorStream(true)
            .start();
    screen = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Types a line. */
  NetcatProcess type(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the next line on the screen, null after the end. */
  @Nullable String line() {
    try {
      return screen.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the next line, which has to match a regular expression. */
  NetcatProcess expect(String regex) {
    assertThat(line()).matches(regex);
    return this;
  }

  /** Takes lines up to and with the first that matches a regular expression. */
  NetcatProcess expectUntil(String regex) {
    var _ = lineLike(regex);
    return this;
  }

  /** Takes lines as {@link #expectUntil} does, and returns the last. */
  String lineLike(String regex) {
    String line = line();
    while (line != null && !line.matches(regex)) {
      line = line();
    }
    assertThat(line).as("a line like %s", regex).isNotNull();
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
