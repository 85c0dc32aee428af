package dev.parley.load;

import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Asks one question after the other, holds every answer against the room, and times them. */
final class Inquiry {

  /** In every round the same parts of the room are asked for. */
  private final SplittableRandom random = new SplittableRandom(1);

  private final Asker asker;
  private final Contents room;
  private final Proc server;

  Inquiry(Asker asker, Contents room, Proc server) {
    this.asker = asker;
    this.room = room;
    this.server = server;
  }

  /** What the very first question of each kind takes: the server has never done such a thing. */
  void first(Map<String, Double> figures) {
    for (Question question : Question.values()) {
      figures.put(question.label + "FirstMicros", ask(question) / 1e3);
    }
  }

  /** Asks of all kinds in turn. */
  void warmUp(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      for (Question question : Question.values()) {
        ask(question);
      }
    }
  }

  /** Asks of one kind after the other, each for an equal part of the time, and once at least. */
  void measure(long nanos, Map<String, Double> figures) {
    for (Question question : Question.values()) {
      double cpu = server.exists() ? server.cpuMicros() : Double.NaN;
      Histogram times = Latency.histogram();
      long end = System.nanoTime() + nanos / Question.values().length;
      do {
        times.recordValue(ask(question));
      } while (System.nanoTime() < end);
      Latency latency = Latency.of(times);
      figures.put(question.label + "P50Micros", latency.p50());
      figures.put(question.label + "P99Micros", latency.p99());
      figures.put(
          question.label + "CpuMicros",
          (server.exists() ? server.cpuMicros() - cpu : cpu) / latency.count());
    }
  }

  /** Nanoseconds from when it was asked to when the whole answer was there. */
  private long ask(Question question) {
    Asked asked = question.next(room, random);
    long from = System.nanoTime();
    String answer = asker.ask(asked);
    long nanos = System.nanoTime() - from;
    asked.check(answer, room);
    return nanos;
  }
}
