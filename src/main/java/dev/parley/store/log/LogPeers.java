package dev.parley.store.log;

import java.util.List;

/**
 * Connects the log to the other servers that share its database (a port). Safe for use from any
 * thread.
 */
public interface LogPeers {

  /**
   * Returns the id by which this server writes; it changes when a lease that was lost is regained.
   */
  String node();

  /** Returns whether this server may write, and show lines. Does not block. */
  boolean isLeased();

  /**
   * Returns whether this server is the one that deletes what has expired and maintains the index.
   * Two may take themselves for it for a moment.
   */
  boolean isCaretaker();

  /** Tells the other servers lines that this one stored, as a best effort. Does not block. */
  void stored(List<StoredLines> lines);

  /** Tells the other servers that this one stored changes to rooms. Does not block. */
  void changed();

  /** Counts lines that this server was not told, and found in the database. */
  void healed(long lines);

  /** Sets who is told what the other servers do; called once. */
  void listen(Listener listener);

  /** Is told what other servers do. Its methods can be called by any thread and do not block. */
  interface Listener {

    /** Lines are stored. Those of one server come in order, or not at all. */
    void stored(StoredLines lines);

    /** A room was created, changed or deleted, perhaps by this server. */
    void roomChanged(int room);

    /** The text of a line was removed, perhaps by this server. */
    void redacted(int room, long offset);

    /** Something may have been missed: all is to be compared with the database. */
    void refresh();
  }
}
