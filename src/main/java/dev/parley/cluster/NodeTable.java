package dev.parley.cluster;

import dev.parley.cluster.Nodes.Node;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Changes and reads the table of nodes, each by one statement. Stateless. */
final class NodeTable {

  private static final String LEASE_END = "log_time() + " + Nodes.LEASE_SECONDS * 1000;

  /** The time for which what a dead node has done is kept, for it to find out after a pause. */
  private static final String FORGET_AFTER = "interval '1 hour'";

  private static final String KEEP_CHANGES = "interval '1 day'";

  private NodeTable() {}

  /**
   * Holds the answer of the database to a heartbeat.
   *
   * @param time the time of the database, in milliseconds since 1970
   * @param timeline the history that the database continues, which is another after a fail-over
   * @param changes the version of the last change
   * @param alive the nodes that have a lease, oldest first
   */
  record Snapshot(long time, String timeline, long changes, List<Node> alive) {}

  /**
   * Notes a fail-over, if there was one.
   *
   * @throws SQLException also where this database is a standby
   */
  static void enterTimeline(Connection connection) throws SQLException {
    try (PreparedStatement enter = connection.prepareStatement("select enter_timeline()")) {
      enter.execute();
    }
  }

  static void insert(Connection connection, NodeId id, String name, String version)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into node (id, name, version, started_at, lease_until)"
                + " values (?, ?, ?, log_time(), "
                + LEASE_END
                + ")")) {
      insert.setString(1, id.toString());
      insert.setString(2, name);
      insert.setString(3, version);
      insert.executeUpdate();
    }
  }

  /** Renews a lease, and returns whether it was not over. */
  static boolean renew(Connection connection, NodeId id) throws SQLException {
    try (PreparedStatement renew =
        connection.prepareStatement(
            "update node set lease_until = "
                + LEASE_END
                + " where id = ? and lease_until >= log_time()")) {
      renew.setString(1, id.toString());
      return renew.executeUpdate() > 0;
    }
  }

  /** Marks a node as one that stops. */
  static void drain(Connection connection, NodeId id) throws SQLException {
    try (PreparedStatement drain =
        connection.prepareStatement("update node set draining = true where id = ?")) {
      drain.setString(1, id.toString());
      drain.executeUpdate();
    }
  }

  /** Ends a lease. */
  static void end(Connection connection, NodeId id) throws SQLException {
    try (PreparedStatement end =
        connection.prepareStatement("update node set lease_until = 0 where id = ?")) {
      end.setString(1, id.toString());
      end.executeUpdate();
    }
  }

  static Snapshot read(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                """
                select log_time() as now, timeline, change_head.version as changes, node.*
                from server cross join change_head left join node on lease_until >= log_time()
                order by started_at, node.id\
                """)) {
      long time = 0;
      String timeline = "";
      long changes = 0;
      List<Node> alive = new ArrayList<>();
      while (row.next()) {
        time = row.getLong("now");
        timeline = row.getString("timeline");
        changes = row.getLong("changes");
        String id = row.getString("id");
        if (id != null) {
          alive.add(
              new Node(
                  NodeId.of(id),
                  row.getString("name"),
                  row.getString("version"),
                  Instant.ofEpochMilli(row.getLong("started_at")),
                  Instant.ofEpochMilli(row.getLong("lease_until"))
                      .minusSeconds(Nodes.LEASE_SECONDS),
                  row.getBoolean("draining")));
        }
      }
      return new Snapshot(time, timeline, changes, alive);
    }
  }

  /** Deletes what nobody needs any more of dead nodes and of old changes. */
  static void sweep(Connection connection) throws SQLException {
    try (Statement delete = connection.createStatement()) {
      delete.executeUpdate("delete from node where lease_until < " + before(FORGET_AFTER));
      delete.executeUpdate(
          "delete from writer where leased and not exists"
              + " (select 1 from node where node.id = writer.node)");
      delete.executeUpdate("delete from change where at < " + before(KEEP_CHANGES));
    }
  }

  private static String before(String interval) {
    return "log_time() - extract(epoch from " + interval + ") * 1000";
  }
}
