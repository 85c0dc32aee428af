package dev.parley.http.ops;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts times in buckets whose widths grow with the time, so that percentiles are at most an
 * eighth too high. Safe for use from any thread; never blocks.
 */
final class LatencyHistogram {

  /** Times in microseconds below this have a bucket each. */
  private static final int EXACT = 16;

  /** Binary logarithm of the number of buckets for each power of two. */
  private static final int PRECISION = 3;

  /** Longest time that is told from longer ones, in microseconds: about two minutes. */
  private static final long MAX_MICROS = (1L << 27) - 1;

  private static final int BUCKETS = bucket(MAX_MICROS) + 1;

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BUCKETS).toArray(LongAdder[]::new);

  /** Records a time, in nanoseconds, of a number of deliveries. */
  void record(int deliveries, long nanos) {
    counts[bucket(Math.clamp(nanos / 1000, 0, MAX_MICROS))].add(deliveries);
  }

  /** Returns the counts since the start, by bucket. */
  List<Long> counts() {
    return Stream.of(counts).map(LongAdder::sum).toList();
  }

  private static int bucket(long micros) {
    if (micros < EXACT) {
      return (int) micros;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - PRECISION;
    return (shift << PRECISION) + (int) (micros >>> shift);
  }

  /** Returns the longest time in a bucket, in microseconds. */
  private static long longest(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int perPower = 1 << PRECISION;
    int shift = (bucket >> PRECISION) - 1;
    return ((long) (bucket % perPower + perPower + 1) << shift) - 1;
  }

  /**
   * Returns the time that a share of the deliveries did not exceed, in microseconds; -1 if there
   * were none.
   *
   * @param counts the deliveries by bucket
   * @param share the share, between 0 and 1
   */
  static long percentile(List<Long> counts, double share) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long wanted = Math.max(1, (long) Math.ceil(all * share));
    for (int bucket = 0; bucket < counts.size(); bucket++) {
      wanted -= counts.get(bucket);
      if (wanted <= 0) {
        return longest(bucket);
      }
    }
    return -1;
  }
}
