/**
 * What is kept besides the rooms: accounts, tokens, bans, roles and the audit, in the same database
 * as the rooms' logs. The core knows them by its ports.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: history",
      "chat :: name",
      "chat :: rule",
      "log"
    })
@NullMarked
package dev.parley.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
