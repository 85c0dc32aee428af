package dev.parley.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server holds at a moment. */
final class Sample {

  private Sample() {}

  /** Figures by name; {@code heapBytes} is what is left of a JVM's heap after a collection. */
  static Map<String, Double> of(Proc server) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("heapBytes", (double) liveHeap(server.pid()));
    figures.put("residentBytes", (double) server.residentBytes());
    figures.put("threads", (double) server.threads());
    figures.put("descriptors", (double) server.descriptors());
    return figures;
  }

  /** The bytes of all objects that are reachable; the JVM collects its garbage to count them. */
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
