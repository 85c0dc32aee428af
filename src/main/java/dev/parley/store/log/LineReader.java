package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.LineRange;
import dev.parley.store.vendor.SearchTerms;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads lines from the store. Stateless. */
public final class LineReader {

  private LineReader() {}

  /** Reads the lines of a range that are settled, oldest first. */
  public static List<LogEntry> read(Connection connection, LineRange range) throws SQLException {
    return read(connection, "line", range);
  }

  /**
   * Reads the lines of a range, oldest first.
   *
   * @param lines the table, or the query in brackets, that has the lines
   */
  static List<LogEntry> read(Connection connection, String lines, LineRange range)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select "offset", at, kind, sender, text, redacted
            from %s
            where room_id = ? and "offset" between ? and ? and at >= ?
            order by "offset" %s limit ?\
            """
                .formatted(lines, range.order()))) {
      select.setInt(1, range.room());
      select.setLong(2, range.from());
      select.setLong(3, range.to());
      select.setLong(4, range.since());
      select.setInt(5, range.limit());
      return oldestFirst(entries(select, range.bytes()), range);
    }
  }

  /**
   * Reads the offset of the last line of a room that set or cleared its topic, 0 for none.
   *
   * @param lines the table, or the query in brackets, that has the lines
   */
  static long topic(Connection connection, String lines, int room) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select max("offset") from %s
            where room_id = ? and kind = 'TOPIC' and not redacted\
            """
                .formatted(lines))) {
      select.setInt(1, room);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /**
   * The time of a line as it is stored.
   *
   * @param at milliseconds since 1970
   */
  record Time(long offset, long at) {}

  /**
   * Reads the times of the lines of a range, oldest first.
   *
   * @param latest the latest time to read, in milliseconds since 1970
   */
  static List<Time> times(Connection connection, LineRange range, long latest) throws SQLException {
    List<Time> times = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select "offset", at from line
            where room_id = ? and "offset" between ? and ? and at between ? and ?
            order by "offset" limit ?\
            """)) {
      select.setInt(1, range.room());
      select.setLong(2, range.from());
      select.setLong(3, range.to());
      select.setLong(4, range.since());
      select.setLong(5, latest);
      select.setInt(6, range.limit());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          times.add(new Time(row.getLong(1), row.getLong(2)));
        }
      }
    }
    return times;
  }

  /**
   * Reads the lines of a range that match a query, oldest first. The index proposes lines, a page
   * at a time; what they say, and who says it, decides whether they match.
   */
  static List<LogEntry> search(
      Connection connection, Database database, LineRange range, RoomLog.Query query)
      throws SQLException {
    List<String> terms = SearchTerms.ofQuery(query);
    List<LogEntry> found = new ArrayList<>();
    LineRange remaining = range;
    long bytes = 0;
    while (true) {
      List<LogEntry> page = candidates(connection, database, remaining, terms);
      long pageBytes = 0;
      for (LogEntry line : page) {
        pageBytes += line.size();
        if (query.matches(line)) {
          found.add(line);
          bytes += line.size();
        }
      }
      boolean last = page.size() < remaining.limit() && pageBytes <= range.bytes();
      if (last || found.size() == range.limit() || bytes > range.bytes()) {
        return oldestFirst(found, range);
      }
      remaining = remaining.rest(page.getLast().offset(), range.limit() - found.size());
    }
  }

  private static List<LogEntry> candidates(
      Connection connection, Database database, LineRange range, List<String> terms)
      throws SQLException {
    try (PreparedStatement search = database.search(connection, range, terms)) {
      return entries(search, range.bytes());
    }
  }

  private static List<LogEntry> oldestFirst(List<LogEntry> entries, LineRange range) {
    if (range.newest()) {
      Collections.reverse(entries);
    }
    return entries;
  }

  /** Reads lines in the order of the statement, up to the one that exceeds the bytes. */
  private static List<LogEntry> entries(PreparedStatement select, long maxBytes)
      throws SQLException {
    List<LogEntry> entries = new ArrayList<>();
    long bytes = 0;
    try (ResultSet row = select.executeQuery()) {
      while (bytes <= maxBytes && row.next()) {
        LogEntry entry =
            new LogEntry(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                LogEntry.Kind.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6));
        entries.add(entry);
        bytes += entry.size();
      }
    }
    return entries;
  }
}
