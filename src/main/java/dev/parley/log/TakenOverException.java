package dev.parley.log;

import java.sql.SQLException;

/** Another server has registered itself in the database: this one may not write any more. */
final class TakenOverException extends SQLException {

  TakenOverException() {
    super("Another server has registered itself in the database");
  }
}
