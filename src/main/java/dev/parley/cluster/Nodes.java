package dev.parley.cluster;

import java.time.Instant;
import java.util.List;

/**
 * Says which nodes are alive. Each has a row in the database and a lease of {@link #LEASE_SECONDS}
 * seconds by the clock of the database, which it renews each second. Safe for use from any thread.
 */
public interface Nodes {

  /** The duration of a lease. */
  int LEASE_SECONDS = 5;

  /**
   * Returns the id of this node. It changes when the node regains a lease that it lost; the
   * listeners of {@link Listener#regained} run after that.
   */
  NodeId self();

  /**
   * Returns whether this node has a lease. Without one it cannot write, and must not show anything.
   * By a monotonic clock of this node that starts before each renewal, so that this is false before
   * the lease ends by the database's clock.
   */
  boolean isLeased();

  /**
   * Returns the nodes that were alive at the last heartbeat, this one included, oldest first. Does
   * not block.
   */
  List<Node> alive();

  /** Tells the other nodes that this one stops, and sends its people to them. */
  void drain();

  /** Adds a listener, which is told the nodes that join and die from now on. */
  void listen(Listener listener);

  /**
   * Represents a node.
   *
   * @param name the name for operators
   * @param version the version of parley
   * @param startedAt the time of the start, by the database
   * @param seenAt the time of the last heartbeat, by the database
   * @param draining whether it stops, and sends its people to the others
   */
  record Node(
      NodeId id,
      String name,
      String version,
      Instant startedAt,
      Instant seenAt,
      boolean draining) {}

  /**
   * Is told what becomes of nodes. Its methods run one after the other, on a thread that may block.
   */
  interface Listener {

    /** Another node is alive; all are told that are alive already when this node starts. */
    default void joined(Node node) {}

    /** Another node is gone: it stopped, or its lease is over. It never comes back with this id. */
    default void died(NodeId node) {}

    /**
     * This node has lost its lease, as its heartbeat did not reach the database in time. Others
     * take it for dead; nothing is written or shown until {@link #regained}.
     */
    default void lost() {}

    /**
     * This node has a lease again, with another id. What it knew of other nodes may be outdated.
     */
    default void regained() {}
  }
}
