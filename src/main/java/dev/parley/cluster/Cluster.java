package dev.parley.cluster;

import dev.parley.store.Store;
import dev.parley.store.log.LogPeers;
import java.sql.SQLException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this server a node of the cluster that shares a database, from {@link #start} until it is
 * closed. Safe for use from any thread.
 */
public final class Cluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  /** The topic by which nodes say that there is a new change. */
  private static final String CHANGE = "change";

  /** The topic by which nodes say that they have come or go. */
  private static final String NODE = "node";

  private static final String CUT_OFF = "this server was cut off from the database for too long";

  private final DatabaseClock clock;
  private final LeasedNodes nodes;
  private final PostgresWire wire;
  private final OrderedChanges changes;
  private final ClusterLogPeers peers;

  private Cluster(Store store, String name, String version, Clock local) {
    this.clock = new DatabaseClock(local);
    this.wire = new PostgresWire(store.writing(), this::self);
    Runnable announce = () -> wire.publish(CHANGE, "");
    this.changes = new OrderedChanges(store, this::self, announce);
    this.nodes = new LeasedNodes(store.writing(), name, version, clock, changes::upTo);
    this.peers =
        new ClusterLogPeers(
            wire,
            nodes,
            changes,
            () -> {
              announce.run();
              changes.hurry();
            });
    wire.subscribe(CHANGE, (sender, body) -> changes.hurry());
    wire.subscribe(NODE, (sender, body) -> nodes.hurry());
    wire.onReconnect(changes::hurry);
    wire.onReconnect(nodes::hurry);
  }

  private NodeId self() {
    return nodes.self();
  }

  /**
   * Joins the cluster.
   *
   * @param store the database, {@linkplain dev.parley.store.vendor.Database#isShared shared}
   * @param name the name of this node, for operators
   * @param version the version of parley
   * @throws dev.parley.store.StoreException where the database does not work
   */
  public static Cluster start(Store store, String name, String version) {
    return start(store, name, version, Clock.systemUTC());
  }

  /**
   * Joins the cluster with a clock, which may be wrong.
   *
   * @throws dev.parley.store.StoreException where the database does not work
   */
  static Cluster start(Store store, String name, String version, Clock local) {
    Cluster cluster = new Cluster(store, name, version, local);
    try {
      // Refuses a database that another server has for itself, and marks it as shared.
      store.connect().close();
      cluster.nodes.start();
      cluster.changes.start();
      cluster.wire.start();
    } catch (SQLException e) {
      cluster.close();
      throw store.cannotBeOpened(e);
    }
    cluster.wire.publish(NODE, "");
    cluster.nodes.listen(cluster.new Refresher(store));
    return cluster;
  }

  /** Has what may have been missed read, and health say what is the matter. */
  private final class Refresher implements Nodes.Listener {

    private final Store store;

    Refresher(Store store) {
      this.store = store;
    }

    @Override
    public void died(NodeId node) {
      changes.miss();
    }

    @Override
    public void lost() {
      store.health().recordFailure(CUT_OFF, new SQLException(CUT_OFF));
    }

    @Override
    public void regained() {
      changes.miss();
    }
  }

  /** Returns the nodes. */
  public Nodes nodes() {
    return nodes;
  }

  /** Returns the wire to the other nodes. */
  public Wire wire() {
    return wire;
  }

  /** Returns the changes that all nodes apply in one order. */
  public Changes changes() {
    return changes;
  }

  /** Returns a clock that tells the time of the database. */
  public Clock clock() {
    return clock;
  }

  /** Returns what connects the log of rooms to those of other nodes. */
  public LogPeers logPeers() {
    return peers;
  }

  /** Returns the number of lines of other nodes that were missed, and read from the database. */
  public long healedLines() {
    return peers.healedLines();
  }

  /** Leaves the cluster: others take this node for gone within a second. */
  @Override
  public void close() {
    log.debug("Leaves the cluster");
    nodes.close();
    wire.publish(NODE, "");
    changes.close();
    wire.close();
  }
}
