package dev.parley.load;

/**
 * Counts of times in nanoseconds, each kept to within one part in 128, in a fixed array: recording
 * allocates nothing. One thread at a time.
 */
final class Histogram {

  private static final int BITS = 7;
  private static final int STEP = 1 << BITS;

  private final long[] counts = new long[STEP * (64 - BITS)];
  private long total;
  private long max;

  void record(long nanos) {
    long value = Math.max(0, nanos);
    counts[index(value)]++;
    total++;
    max = Math.max(max, value);
  }

  private static int index(long value) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(value | 1) - BITS);
    return shift * STEP + (int) (value >>> shift);
  }

  /** The largest value that counts at an index. */
  private static long top(int index) {
    int shift = Math.max(0, index / STEP - 1);
    return ((index - (long) shift * STEP + 1) << shift) - 1;
  }

  long total() {
    return total;
  }

  long max() {
    return max;
  }

  /** The time that this part of all stayed within; 0 where there is none. */
  long quantile(double part) {
    long rank = (long) Math.ceil(part * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return Math.min(top(i), max);
      }
    }
    return 0;
  }

  void reset() {
    java.util.Arrays.fill(counts, 0);
    total = 0;
    max = 0;
  }
}
