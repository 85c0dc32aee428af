/**
 * Translates between clients and the core, independently of the transport: {@code input} parses
 * lines into requests, {@code output} renders replies and events as text or JSON, and {@code
 * conversation} has the core carry out a connection's requests.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: history",
      "chat :: login",
      "chat :: moderation",
      "chat :: name",
      "chat :: operator",
      "chat :: session",
      "tcp"
    })
@NullMarked
package dev.parley.dialect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
