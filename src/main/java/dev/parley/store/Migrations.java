package dev.parley.store;

import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Migrates a database to the tables of this version. */
final class Migrations {

  private Migrations() {}

  /**
   * Runs the migrations.
   *
   * @throws StoreException where that fails, or the database is of a newer version
   */
  static void run(Store store) {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(store.writing())
              .locations("classpath:db/migration/" + store.database().migrations())
              .load();
      if (Arrays.stream(flyway.info().all()).anyMatch(Migrations::isNewer)) {
        throw store.cannotBeOpened("it was made by a newer version of parley", null);
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw store.cannotBeOpened(reason(store, e), e);
    }
  }

  private static boolean isNewer(MigrationInfo migration) {
    MigrationState state = migration.getState();
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }

  private static String reason(Store store, FlywayException failure) {
    if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return "it has tables that are not parley's";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return store.database().reason(sql);
      }
    }
    return "its tables are not those of any version";
  }
}
