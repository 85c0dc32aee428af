package dev.parley.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Samples the memory, threads and descriptors of a server process. */
final class ServerSample {

  private ServerSample() {}

  /**
   * Returns the figures by name; {@code heapBytes} is the JVM's heap after a garbage collection.
   */
  static Map<String, Double> of(ProcessStats server) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("heapBytes", (double) liveHeap(server.pid()));
    figures.put("residentBytes", (double) server.residentBytes());
    figures.put("threads", (double) server.threads());
    figures.put("descriptors", (double) server.descriptors());
    return figures;
  }

  /** Returns the size of all reachable objects in bytes. The JVM collects garbage first. */
  private static long liveHeap(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return histogram
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*\\s(\\d+)\\s*$", "$1")))
        .findFirst()
        .orElseThrow(() -> new LoadException("jcmd says: " + histogram.strip()));
  }
}
