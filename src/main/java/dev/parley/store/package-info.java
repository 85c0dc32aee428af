/**
 * Opens the database, SQLite or PostgreSQL: locks the data directory, connects, and migrates the
 * tables. {@code log} stores the rooms' lines, {@code registry} accounts, tokens, bans, roles and
 * the audit. {@code vendor} has the differences between the two databases, and {@code migrate}
 * imports a backup or the database of another server into an empty store.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: audit",
      "chat :: history",
      "chat :: metadata",
      "chat :: moderation",
      "chat :: name",
      "chat :: peer"
    })
@NullMarked
package dev.parley.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
