package dev.parley.store.vendor;

/**
 * Lines of one room that are wanted.
 *
 * @param room the id of the room
 * @param from the lowest offset
 * @param to the highest offset
 * @param since lines that are older have expired; milliseconds since 1970
 * @param newest whether the newest lines are wanted, otherwise the oldest
 * @param limit how many lines at most
 * @param bytes reading stops with the line by which the lines have more bytes than that
 */
public record LineRange(
    int room, long from, long to, long since, boolean newest, int limit, long bytes) {

  /** Lines without a bound in bytes. */
  public LineRange(int room, long from, long to, long since, boolean newest, int limit) {
    this(room, from, to, since, newest, limit, Long.MAX_VALUE);
  }

  /** What is left of the range when it was read up to a line: so many lines at most. */
  public LineRange behind(long offset, int lines) {
    return newest
        ? new LineRange(room, from, offset - 1, since, true, lines, bytes)
        : new LineRange(room, offset + 1, to, since, false, lines, bytes);
  }

  /** How the lines are ordered, in SQL. */
  public String order() {
    return newest ? " desc" : " asc";
  }
}
