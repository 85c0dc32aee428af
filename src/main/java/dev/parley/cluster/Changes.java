package dev.parley.cluster;

/**
 * Has all nodes apply changes in one order: each is a row of a table with the next version, without
 * a gap. A node reads the rows after the last version that it applied, whenever it learns of a
 * newer one, by the wire or by its heartbeat. Safe for use from any thread.
 */
public interface Changes {

  /**
   * Stores a change, after what it is about is committed. Other nodes get it within a second. May
   * block.
   *
   * @param kind the kind, without white space; nodes that do not know it ignore the change
   * @param body what has changed. A node that gets it reads the details from the database, so that
   *     applying it twice does no harm
   * @throws dev.parley.chat.history.StoreUnavailableException if it cannot be stored now
   */
  void publish(String kind, String body);

  /**
   * Passes the changes of a kind to a handler from now on, in the order of versions over all kinds.
   * Whoever subscribes first, and then reads what is stored, misses none.
   */
  void subscribe(String kind, Handler handler);

  /**
   * Runs a task, on the thread of the handlers, after changes may have been missed: when another
   * node has died, which may have failed to publish one, when this node regained its lease, and
   * where rows are deleted that it has not read.
   */
  void onMissed(Runnable refresh);

  /** Receives changes. */
  @FunctionalInterface
  interface Handler {

    /**
     * Receives a change. Runs on a thread that may block, one change after the other.
     *
     * @param origin the node that published it, which may be this one
     */
    void changed(NodeId origin, String body);
  }
}
