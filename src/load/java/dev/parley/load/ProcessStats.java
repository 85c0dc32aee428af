package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Reads the statistics of a local process from Linux's {@code /proc}. */
record ProcessStats(long pid) {

  private static final double TICK_MICROS = 10_000;

  boolean exists() {
    return pid > 0 && Files.exists(path("stat"));
  }

  /** Returns the CPU time in microseconds, with a resolution of ten milliseconds. */
  double cpuMicros() {
    return cpuMicros(2);
  }

  /**
   * Returns the CPU time in microseconds of the process and its children, also of those that have
   * ended.
   */
  double familyCpuMicros() {
    return cpuMicros(4)
        + ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .map(child -> new ProcessStats(child.pid()))
            .filter(ProcessStats::exists)
            .mapToDouble(ProcessStats::cpuMicros)
            .sum();
  }

  /** Returns the sum of the first of the times: user, system, and those of ended children. */
  private double cpuMicros(int times) {
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Arrays.stream(fields, 11, 11 + times).mapToLong(Long::parseLong).sum() * TICK_MICROS;
  }

  /** Returns the resident memory in bytes. */
  long residentBytes() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** Returns the number of threads. */
  long threads() {
    return count("task");
  }

  /** Returns the number of open file descriptors. */
  long descriptors() {
    return count("fd");
  }

  /** Returns the number of file descriptors that it may open. */
  long descriptorLimit() {
    return read("limits")
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.replaceFirst("Max open files +([0-9]+).*", "$1"))
        .filter(limit -> limit.matches("[0-9]+"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  private long count(String directory) {
    try (Stream<Path> entries = Files.list(path(directory))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new LoadException("Cannot read " + path(file), e);
    }
  }

  private Path path(String name) {
    return Path.of("/proc/" + pid + "/" + name);
  }
}
