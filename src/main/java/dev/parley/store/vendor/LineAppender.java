package dev.parley.store.vendor;

import java.sql.SQLException;

/**
 * Appends lines over one connection, and has the database give them their offsets and times: other
 * servers may append too. For one thread at a time.
 */
public interface LineAppender {

  /**
   * Makes this connection the one that appends for a server. A batch that is under way over an
   * earlier connection is waited for; one that has not begun is refused from now on.
   *
   * @param node the id of the server
   * @return the last batch of the server that is stored, with number 0 for none; without the lines
   *     of others
   */
  BatchReceipt begin(String node) throws SQLException;

  /**
   * Appends a batch in one statement, which stores all of it or nothing. Outside a transaction it
   * is stored on return, and a failure that is not the refusal of a value leaves that unknown.
   */
  BatchReceipt append(LineBatch batch) throws SQLException;

  /** Forgets other servers. */
  void forgetOthers() throws SQLException;
}
