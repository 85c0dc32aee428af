package dev.parley.load;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A room in which many lines were said, and someone who asks for them, one request after the other:
 * what each kind of {@link Question} takes.
 */
record Past(String name, String title, String workload, List<Goal> goals) implements Row {

  @Override
  public Map<String, Double> round(SuiteOptions options, int round) throws IOException {
    try (Server server = Server.parley(options.server, List.of())) {
      return measure(
          options.workload(workload).workload(server), server.httpPort(), Server.PASSWORD);
    }
  }

  /**
   * Fills the lobby of a server in which nothing was said yet, and asks: questions of all kinds in
   * turn as a warm-up, and then of one kind after the other, which share the duration.
   */
  static Map<String, Double> measure(Workload workload, int httpPort, String password) {
    Map<String, Double> figures = new LinkedHashMap<>();
    Duration patience = Duration.ofNanos(workload.deadline());
    try (Filling filling = new Filling(workload)) {
      long from = System.nanoTime();
      Contents room = filling.fill();
      figures.put("storedPerSecond", room.count() / ((System.nanoTime() - from) / 1e9));
      try (Asker asker = new Asker(workload.server(), httpPort, password, patience)) {
        Inquiry inquiry = new Inquiry(asker, room, new Proc(workload.pid()));
        inquiry.first(figures);
        inquiry.warmUp(workload.warmup());
        inquiry.measure(workload.duration(), figures);
      }
    }
    return figures;
  }
}
