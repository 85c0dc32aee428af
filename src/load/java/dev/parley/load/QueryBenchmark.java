package dev.parley.load;

import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Sends queries one after the other, checks each answer and measures the time. One thread. */
final class QueryBenchmark {

  /** Has a fixed seed, so that each round queries the same parts of the room. */
  private final SplittableRandom random = new SplittableRandom(1);

  private final HistoryClient client;
  private final RoomContents room;
  private final ProcessStats server;

  QueryBenchmark(HistoryClient client, RoomContents room, ProcessStats server) {
    this.client = client;
    this.room = room;
    this.server = server;
  }

  /** Measures the first query of each kind since the start of the server. */
  void measureFirst(Map<String, Double> figures) {
    for (QueryKind kind : QueryKind.values()) {
      figures.put(kind.label + "FirstMicros", time(kind) / 1e3);
    }
  }

  /** Sends queries of all kinds in turn. */
  void warmUp(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      for (QueryKind kind : QueryKind.values()) {
        time(kind);
      }
    }
  }

  /** Measures one kind after the other, each for an equal share of the time and at least once. */
  void measure(long nanos, Map<String, Double> figures) {
    for (QueryKind kind : QueryKind.values()) {
      double cpu = server.exists() ? server.cpuMicros() : Double.NaN;
      Histogram times = Latency.histogram();
      long end = System.nanoTime() + nanos / QueryKind.values().length;
      do {
        times.recordValue(time(kind));
      } while (System.nanoTime() < end);
      Latency latency = Latency.of(times);
      figures.put(kind.label + "P50Micros", latency.p50());
      figures.put(kind.label + "P99Micros", latency.p99());
      figures.put(
          kind.label + "CpuMicros",
          (server.exists() ? server.cpuMicros() - cpu : cpu) / latency.count());
    }
  }

  /** Returns the nanoseconds from the query to the last byte of the answer. */
  private long time(QueryKind kind) {
    HistoryQuery query = kind.next(room, random);
    long from = System.nanoTime();
    String answer = client.execute(query);
    long nanos = System.nanoTime() - from;
    query.check(answer, room);
    return nanos;
  }
}
