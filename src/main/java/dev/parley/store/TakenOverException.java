package dev.parley.store;

import java.sql.SQLException;

/**
 * Signals that another server has registered itself in the database: this one may not write any
 * more.
 */
public final class TakenOverException extends SQLException {

  public TakenOverException() {
    super("Another server has registered itself in the database");
  }
}
