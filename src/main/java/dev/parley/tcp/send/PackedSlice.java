package dev.parley.tcp.send;

/** A part of a turn's buffer, from one index to another, as one number. */
final class PackedSlice {

  /** No part is known yet. */
  static final long NONE = -1;

  /** A part with nothing in it. */
  static final long EMPTY = 0;

  private PackedSlice() {}

  static long of(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  static int from(long part) {
    return (int) (part >>> Integer.SIZE);
  }

  static int to(long part) {
    return (int) part;
  }

  static int length(long part) {
    return to(part) - from(part);
  }
}
