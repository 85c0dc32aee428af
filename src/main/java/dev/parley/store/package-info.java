/**
 * Opens the database that everything is kept in, SQLite or PostgreSQL: the data directory with its
 * lock, connections, and migrations of the tables. The rooms' log is in {@code log}, accounts and
 * the like in {@code registry}; {@code vendor} has what the two databases do not have in common,
 * and {@code migrate} fills an empty store from a backup or another server.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: audit",
      "chat :: history",
      "chat :: moderation",
      "chat :: name"
    })
@NullMarked
package dev.parley.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
