package dev.parley.store.migrate;

import dev.parley.store.vendor.Database;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Copies tables from SQLite row by row, with all columns of the target table. Stateless. */
final class TableCopy {

  private static final int ROWS_AT_A_TIME = 200;

  /** Leaves out the database's own tables, and those that the import fills by itself. */
  private static final String OTHER_TABLES =
      """
      select name from sqlite_schema
      where type = 'table' and name not like 'sqlite\\_%' escape '\\'
        and name not like 'line\\_words%' escape '\\'
        and name not in ('flyway_schema_history', 'server', 'room', 'line', 'line_tail')
      order by rowid\
      """;

  private TableCopy() {}

  /** A column of the target table with its JDBC type. */
  private record Column(String name, int type, boolean numbered) {
    String quoted() {
      return '"' + name + '"';
    }
  }

  /**
   * Returns the tables besides those of the rooms' logs, each after the tables that it refers to.
   */
  static List<String> tables(Connection from) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement select = from.prepareStatement(OTHER_TABLES);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  /** Copies a table, unless the target does not have it. */
  static void copy(String table, Connection from, Connection to, Database database)
      throws SQLException {
    List<Column> columns = columns(table, to);
    if (columns.isEmpty()) {
      return;
    }
    String names = columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
    String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
    try (PreparedStatement select =
            from.prepareStatement("select " + names + " from \"" + table + "\"");
        PreparedStatement insert =
            to.prepareStatement(
                "insert into \"" + table + "\" (" + names + ") values (" + marks + ")");
        ResultSet row = select.executeQuery()) {
      for (int rows = 1; row.next(); rows++) {
        add(row, columns, insert);
        if (rows % ROWS_AT_A_TIME == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    for (Column column : columns) {
      if (column.numbered) {
        database.advanceSequence(to, table, column.name);
      }
    }
  }

  private static void add(ResultSet row, List<Column> columns, PreparedStatement insert)
      throws SQLException {
    for (int i = 1; i <= columns.size(); i++) {
      Object value = row.getObject(i);
      if (value == null) {
        insert.setNull(i, columns.get(i - 1).type);
      } else {
        insert.setObject(i, value, columns.get(i - 1).type);
      }
    }
    insert.addBatch();
  }

  private static List<Column> columns(String table, Connection connection) throws SQLException {
    List<Column> columns = new ArrayList<>();
    DatabaseMetaData metadata = connection.getMetaData();
    try (ResultSet row = metadata.getColumns(null, connection.getSchema(), table, "%")) {
      while (row.next()) {
        columns.add(
            new Column(
                row.getString("COLUMN_NAME"),
                row.getInt("DATA_TYPE"),
                "YES".equals(row.getString("IS_AUTOINCREMENT"))));
      }
    }
    return columns;
  }
}
