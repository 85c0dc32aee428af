package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * Lays the packaged program out as the image has it: extracted from its jar, with an AOT cache of
 * the JVM. That is done once for all tests, and makes each start much quicker.
 */
final class PackagedProgram {

  /** The flags of the JVM, which a run with the cache must share with the one that made it. */
  static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED");

  private static final Path DIRECTORY = Path.of("target", "packaged-program").toAbsolutePath();
  private static final Path AOT_CACHE = DIRECTORY.resolve("parley.aot");

  static {
    try {
      FileSystemUtils.deleteRecursively(DIRECTORY);
      Path packaged = Path.of(System.getProperty("parley.jar")).toAbsolutePath();
      run(
          "-Djarmode=tools",
          "-jar",
          packaged.toString(),
          "extract",
          "--destination",
          DIRECTORY.toString());
      train();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PackagedProgram() {}

  /** Returns the jar to start, beside its libraries. */
  static Path jar() {
    return DIRECTORY.resolve("parley.jar");
  }

  /** Returns the AOT cache for a JVM with the {@link #FLAGS}. */
  static Path aotCache() {
    return AOT_CACHE;
  }

  /** Returns the path of a program of the JDK. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Starts the server, which ends by itself once its beans are made, and keeps what was loaded. */
  private static void train() throws IOException {
    List<String> arguments = new ArrayList<>(FLAGS);
    arguments.add("-XX:AOTCacheOutput=" + AOT_CACHE);
    arguments.add("-Dspring.context.exit=onRefresh");
    arguments.addAll(
        List.of(
            "-jar",
            jar().toString(),
            "--server.port=0",
            "--parley.listeners.line.port=0",
            "--parley.data-dir=" + DIRECTORY.resolve("data")));
    run(arguments.toArray(String[]::new));
    assertThat(AOT_CACHE).isNotEmptyFile();
  }

  private static void run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(tool("java")));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("packaged-program", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      Files.delete(output);
    }
  }
}
