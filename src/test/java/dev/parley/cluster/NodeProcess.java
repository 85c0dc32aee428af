package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs {@link NodeProgram} in a process of its own, and has a checker record what it prints. */
final class NodeProcess implements AutoCloseable {

  static final Duration DEADLINE = Duration.ofSeconds(60);

  private final String name;
  private final LineChecker checker;
  private final Process process;
  private final Thread reader = Thread.ofVirtual().unstarted(this::read);
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private volatile boolean ready;
  private volatile boolean quiet;
  private final AtomicLong stored = new AtomicLong();
  private volatile long lastShownAt = System.nanoTime();
  private volatile long longestPause;

  NodeProcess(String url, String name, int linesPerSecond, LineChecker checker) throws IOException {
    this.name = name;
    this.checker = checker;
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProgram.class.getName(),
                url,
                name,
                Integer.toString(linesPerSecond))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    reader.start();
  }

  NodeProcess awaitReady() {
    await().atMost(DEADLINE).until(() -> ready);
    return this;
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null) {
        take(line);
        line = output.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String line) {
    String[] words = line.split(" ", 5);
    switch (words[0]) {
      case "shown" -> {
        longestPause = Math.max(longestPause, System.nanoTime() - lastShownAt);
        lastShownAt = System.nanoTime();
        checker.shown(name, words[1], Long.parseLong(words[2]), words[3]);
      }
      case "stored" -> {
        stored.incrementAndGet();
        checker.acknowledged(words[1], Long.parseLong(words[2]), words[3]);
      }
      case "refused" -> refusals.add(line);
      case "ready" -> ready = true;
      case "quiet" -> quiet = true;
      default -> {}
    }
  }

  String name() {
    return name;
  }

  long stored() {
    return stored.get();
  }

  List<String> refusals() {
    return refusals;
  }

  /** Returns the longest time in milliseconds in which nothing was shown, since the last call. */
  long takeLongestPause() {
    long pause = Math.max(longestPause, System.nanoTime() - lastShownAt);
    longestPause = 0;
    lastShownAt = System.nanoTime();
    return TimeUnit.NANOSECONDS.toMillis(pause);
  }

  Map<String, Long> lastShown() {
    return checker.lastShown(name);
  }

  /** Stops the talk. */
  void quiet() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    await().atMost(DEADLINE).until(() -> quiet);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join();
    checker.killed(name);
  }

  /** Sends a signal: STOP or CONT. */
  void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
  }
}
