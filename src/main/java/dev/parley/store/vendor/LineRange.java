package dev.parley.store.vendor;

/**
 * Selects a range of lines of one room.
 *
 * @param room the id of the room
 * @param from the lowest offset
 * @param to the highest offset
 * @param since the time before which lines have expired, in milliseconds since 1970
 * @param newest true for the newest lines of the range, false for the oldest
 * @param limit the largest number of lines
 * @param bytes the bytes above which reading stops, after the line that exceeds them
 */
public record LineRange(
    int room, long from, long to, long since, boolean newest, int limit, long bytes) {

  /** Creates a range without a limit in bytes. */
  public LineRange(int room, long from, long to, long since, boolean newest, int limit) {
    this(room, from, to, since, newest, limit, Long.MAX_VALUE);
  }

  /**
   * Returns the rest of the range after a line was read.
   *
   * @param lines the limit of the rest
   */
  public LineRange rest(long offset, int lines) {
    return newest
        ? new LineRange(room, from, offset - 1, since, true, lines, bytes)
        : new LineRange(room, offset + 1, to, since, false, lines, bytes);
  }

  /** Returns the order of the lines in SQL. */
  public String order() {
    return newest ? " desc" : " asc";
  }
}
