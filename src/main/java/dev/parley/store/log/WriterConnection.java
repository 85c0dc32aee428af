package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.name.RoomName;
import dev.parley.store.NamedSql;
import dev.parley.store.Store;
import dev.parley.store.TakenOverException;
import dev.parley.store.vendor.BatchReceipt;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.LineAppender;
import dev.parley.store.vendor.LineBatch;
import dev.parley.store.vendor.LineRange;
import dev.parley.store.vendor.LineTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes to the store over one connection, with statements that are prepared once. All changes are
 * part of the transaction that {@link #commit} ends. For one thread at a time.
 */
public final class WriterConnection implements AutoCloseable {

  private static final int BALLAST_BYTES = 256 * 1024;

  /** Random text, which a database cannot compress, of about the size of a batch of lines. */
  private static final String BALLAST = ballast();

  /** Deletes nothing when it is run a second time, as the room has no name by then. */
  private static final String DELETE_RULES =
      "delete from %s where room_key = (select name_key from room where id = ?)";

  private final Connection connection;
  private final Database database;
  private final LineTable lines;
  private final @Nullable LineAppender appender;
  private final Reindexing reindexing;
  private final PreparedStatement markRoomDeleted;
  private final List<PreparedStatement> deleteRolesAndBans;
  private final PreparedStatement deleteRoomRow;
  private final PreparedStatement saveLastOffset;
  private final PreparedStatement ballast;
  private @Nullable BatchReceipt lastStored;
  private boolean inTransaction;

  /** The id of the server that appends over this connection. */
  private String node = "";

  private static String ballast() {
    byte[] random = new byte[BALLAST_BYTES / 2];
    new Random(1).nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Opens a connection to a store. */
  public static WriterConnection open(Store store) throws SQLException {
    Connection connection = store.connect();
    try {
      return new WriterConnection(connection, store.database());
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Opens another connection.
   *
   * @throws TakenOverException where another server has registered meanwhile
   */
  static WriterConnection reopen(Store store, String instance) throws SQLException {
    WriterConnection connection = open(store);
    try {
      if (!connection.isShared() && !connection.registeredInstance().equals(instance)) {
        throw new TakenOverException();
      }
      connection.beginAppending(instance);
      connection.commit();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Wraps a connection of the driver, which is closed with this one. */
  WriterConnection(Connection connection, Database database) throws SQLException {
    this.connection = connection;
    this.database = database;
    connection.setAutoCommit(false);
    markRoomDeleted = connection.prepareStatement("update room set name_key = null where id = ?");
    deleteRolesAndBans =
        List.of(
            connection.prepareStatement(DELETE_RULES.formatted("room_role")),
            connection.prepareStatement(DELETE_RULES.formatted("ban")),
            connection.prepareStatement(DELETE_RULES.formatted("room_metadata")));
    deleteRoomRow = connection.prepareStatement("delete from room where id = ?");
    lines = database.lines(connection);
    appender = database.appender(connection);
    reindexing = new Reindexing(connection, lines);
    saveLastOffset =
        connection.prepareStatement(
            "update room set last_offset = ? where id = ? and last_offset < ?");
    ballast = connection.prepareStatement("update server set ballast = ?");
    connection.commit();
  }

  /** Returns the connection of the driver, for statements that do not run often. */
  public Connection jdbc() {
    inTransaction = true;
    return connection;
  }

  /** Runs statements with named parameters that do not run often. */
  <T extends @Nullable Object> T run(Function<JdbcClient, T> work) throws SQLException {
    inTransaction = true;
    return NamedSql.run(connection, work);
  }

  /** Returns whether there are any rooms, with deleted ones that are not removed yet. */
  public boolean hasRooms() throws SQLException {
    inTransaction = true;
    try (PreparedStatement select = connection.prepareStatement("select 1 from room limit 1");
        ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /** Inserts or updates a room. */
  public void saveRoom(RoomRow row) throws SQLException {
    run(client -> RoomTable.save(client, row));
  }

  /**
   * Deletes the roles, bans and metadata of a room, so that they do not apply to another room of
   * its name.
   */
  void deleteRolesAndBans(int room) throws SQLException {
    inTransaction = true;
    for (PreparedStatement delete : deleteRolesAndBans) {
      delete.setInt(1, room);
      delete.executeUpdate();
    }
  }

  /**
   * Gives the roles, bans and metadata of a room its new name, and the idempotency keys of its
   * lines.
   */
  void renameRules(StoredRoom room, RoomName to) throws SQLException {
    run(client -> RoomTable.renameRules(client, room.name, to, room.epoch));
  }

  /** Marks a room as deleted, which frees its name. Its lines stay until they are deleted. */
  void markRoomDeleted(int room) throws SQLException {
    inTransaction = true;
    markRoomDeleted.setInt(1, room);
    markRoomDeleted.executeUpdate();
  }

  /** Deletes the row of a room that has no lines any more. */
  void deleteRoomRow(int room) throws SQLException {
    inTransaction = true;
    deleteRoomRow.setInt(1, room);
    deleteRoomRow.executeUpdate();
  }

  /**
   * Inserts lines of a room, oldest first, and returns whether they are in their place and in the
   * index.
   */
  public boolean insert(int room, List<LogEntry> lines) throws SQLException {
    inTransaction = true;
    return lines.isEmpty() || this.lines.insert(room, lines);
  }

  /** Returns whether the database gives lines their offsets; otherwise the writer counts them. */
  boolean givesOffsets() {
    return appender != null;
  }

  /**
   * Appends lines, which get their offsets. Outside a transaction they are stored on return;
   * otherwise they are a part of it.
   */
  BatchReceipt append(LineBatch batch) throws SQLException {
    LineAppender used = Objects.requireNonNull(appender, "where the database gives offsets");
    return inTransaction ? used.append(batch) : alone(() -> used.append(batch));
  }

  private interface Statement<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /**
   * Runs one statement as a transaction of its own: no rows are locked while the database waits for
   * this server.
   */
  private <T extends @Nullable Object> T alone(Statement<T> statement) throws SQLException {
    endTransaction();
    connection.setAutoCommit(true);
    try {
      return statement.run();
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(false);
      }
    }
  }

  /** Returns whether other servers write to the database too. */
  boolean isShared() {
    return database.isShared();
  }

  /**
   * Saves a room in a shared database, and tells other servers.
   *
   * @return what is stored by the room's name; null where the room was deleted
   */
  RoomTable.@Nullable Identity saveShared(RoomRow row) throws SQLException {
    return alone(() ->
        NamedSql.<RoomTable.@Nullable Identity>run(
            connection, client -> RoomTable.saveShared(client, node, row)));
  }

  /**
   * Renames a room in a shared database, with its roles, bans and metadata, and tells other
   * servers.
   */
  Renamed renameShared(int room, RoomName to) throws SQLException {
    String result =
        alone(() ->
            NamedSql.run(
                connection,
                client ->
                    client
                        .sql("select rename_room(:node, :room, :name, :name_key)")
                        .param("node", node)
                        .param("room", room)
                        .param("name", to.value())
                        .param("name_key", to.folded())
                        .query(String.class)
                        .single()));
    return switch (result) {
      case "done" -> new Renamed.Done();
      case "taken" -> new Renamed.Taken();
      default -> new Renamed.Failed(to + " is not the name of the room: it is gone.");
    };
  }

  /** Deletes a room in a shared database, as {@link #markRoomDeleted}, and tells other servers. */
  void deleteShared(int room) throws SQLException {
    var _ =
        alone(() ->
            NamedSql.run(
                connection,
                client ->
                    client
                        .sql("select delete_room(:node, :room)")
                        .param("node", node)
                        .param("room", room)
                        .query()
                        .listOfRows()));
  }

  /**
   * Removes the text of a line in a shared database, tells other servers, and returns the line, or
   * null where there is none.
   */
  @Nullable LogEntry redactShared(int room, long offset) throws SQLException {
    boolean found =
        alone(() ->
            NamedSql.run(
                connection,
                client ->
                    client
                        .sql("select redact_line(:node, :room, :offset)")
                        .param("node", node)
                        .param("room", room)
                        .param("offset", offset)
                        .query(Boolean.class)
                        .single()));
    LogEntry line = found ? line(room, offset) : null;
    endTransaction();
    return line;
  }

  /**
   * Tells a shared database what this server knows of rooms, the last offset by epoch.
   *
   * @return the history that the database continues; null after a fail-over, while it is not known
   *     what other servers know
   */
  @Nullable String adoptTimeline(Map<String, Long> known) throws SQLException {
    return this.<@Nullable String>alone(() -> {
      try (PreparedStatement adopt =
          connection.prepareStatement("select adopt_timeline(?, ?, ?)")) {
        adopt.setString(1, node);
        adopt.setArray(2, connection.createArrayOf("text", known.keySet().toArray()));
        adopt.setArray(3, connection.createArrayOf("int8", known.values().toArray()));
        try (ResultSet row = adopt.executeQuery()) {
          return row.next() ? row.getString(1) : null;
        }
      }
    });
  }

  /** Returns the last batch of this server that was stored over an earlier connection. */
  BatchReceipt lastStored() {
    return Objects.requireNonNull(lastStored, "where the database gives offsets");
  }

  /** Makes this connection the one that appends for a server. */
  void beginAppending(String instance) throws SQLException {
    if (appender != null) {
      inTransaction = true;
      node = instance;
      lastStored = appender.begin(instance);
    }
  }

  /** Reads the lines of a range, oldest first. */
  List<LogEntry> read(LineRange range) throws SQLException {
    inTransaction = true;
    return LineReader.read(connection, database.allLines(), range);
  }

  /** Returns a line, or null where there is none. */
  @Nullable LogEntry line(int room, long offset) throws SQLException {
    List<LogEntry> found = read(new LineRange(room, offset, offset, Long.MIN_VALUE, false, 1));
    return found.isEmpty() ? null : found.getFirst();
  }

  /**
   * Moves some lines to their place and their words into the index, and returns whether there are
   * more such lines.
   */
  boolean settle() throws SQLException {
    lockForChange();
    return lines.settle();
  }

  /** Settles all lines of all rooms. */
  public void settleAll() throws SQLException {
    lockForChange();
    lines.settleAll();
  }

  /** Settles the lines of a room if any of a range of offsets, both included, are not settled. */
  void settle(int room, long from, long to) throws SQLException {
    lockForChange();
    lines.settle(room, from, to);
  }

  private void lockForChange() throws SQLException {
    if (!inTransaction) {
      inTransaction = true;
      database.lockForChange(connection);
    }
  }

  /**
   * Does a part of the work that is due in the index, in a transaction: analyzes lines of an
   * earlier version again, or removes words of redacted lines for good. Returns whether there was
   * any.
   */
  boolean maintainIndex() throws SQLException {
    if (reindexing.isDue()) {
      reindexing.step();
    } else if (lines.isPurgeDue()) {
      lines.purge();
    } else {
      return false;
    }
    commit();
    return true;
  }

  /** Stores the last offset of a room, which may have no lines left that have it. */
  void saveLastOffset(int room, long last) throws SQLException {
    inTransaction = true;
    saveLastOffset.setLong(1, last);
    saveLastOffset.setInt(2, room);
    saveLastOffset.setLong(3, last);
    saveLastOffset.executeUpdate();
  }

  /**
   * Removes the text of a line, and returns the line without it, or null where there is no line.
   */
  @Nullable
  public LogEntry redact(int room, long offset) throws SQLException {
    inTransaction = true;
    return lines.redact(room, offset) ? line(room, offset) : null;
  }

  void deleteLines(int room, long from, long to) throws SQLException {
    inTransaction = true;
    lines.delete(room, from, to);
  }

  /**
   * Checks that there is enough space for a batch of lines, by storing as much.
   *
   * @throws SQLException where there is not
   */
  void probe() throws SQLException {
    for (String text : new @Nullable String[] {BALLAST, null}) {
      ballast.setString(1, text);
      if (isShared()) {
        var _ = alone(ballast::executeUpdate);
      } else {
        ballast.executeUpdate();
        connection.commit();
      }
    }
  }

  /** Registers this server as the one that writes. */
  void register(String instance) throws SQLException {
    if (isShared()) {
      beginAppending(instance);
      return;
    }
    inTransaction = true;
    try (PreparedStatement update = connection.prepareStatement("update server set instance = ?")) {
      update.setString(1, instance);
      update.executeUpdate();
    }
    beginAppending(instance);
    if (appender != null) {
      appender.forgetOthers();
    }
  }

  /** Returns the server that registered last. */
  String registeredInstance() throws SQLException {
    inTransaction = true;
    try (PreparedStatement select = connection.prepareStatement("select instance from server");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getString(1) : "";
    }
  }

  public void commit() throws SQLException {
    connection.commit();
    inTransaction = false;
  }

  /**
   * Truncates the journal, unless another program is reading. Returns false, as nothing is left to
   * do.
   */
  boolean truncateJournal() throws SQLException {
    endTransaction();
    database.truncateJournal(connection);
    return false;
  }

  /** Ends the transaction of earlier reads, if one is open: it would delay other programs. */
  void endTransaction() throws SQLException {
    if (inTransaction) {
      commit();
    }
  }

  /** Rolls back the changes since the last commit. */
  void rollback() throws SQLException {
    lines.clear();
    connection.rollback();
    inTransaction = false;
  }

  /** Returns whether the connection works. */
  boolean isAlive() throws SQLException {
    return connection.isValid(1);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
