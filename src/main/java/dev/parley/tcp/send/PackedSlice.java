package dev.parley.tcp.send;

/** Packs the start and the end of a slice of a {@link FlushBuffer} into one number. */
final class PackedSlice {

  /** Stands for an unknown slice. */
  static final long NONE = -1;

  /** The empty slice. */
  static final long EMPTY = 0;

  private PackedSlice() {}

  static long of(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  static int from(long slice) {
    return (int) (slice >>> Integer.SIZE);
  }

  static int to(long slice) {
    return (int) slice;
  }

  static int length(long slice) {
    return to(slice) - from(slice);
  }
}
