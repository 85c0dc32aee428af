/**
 * Implements the line protocol for people in {@code nc} and {@code telnet}, for scripts and for
 * devices: {@code LineFramer} cuts bytes into lines, {@code TelnetFilter} removes telnet commands
 * from them, and {@code LineConversation} runs a connection. Parsing, rendering and carrying out
 * are in {@code dialect}.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: arrival",
      "chat :: history",
      "chat :: login",
      "chat :: moderation",
      "chat :: name",
      "chat :: session",
      "dialect :: conversation",
      "dialect :: input",
      "dialect :: output",
      "tcp"
    })
@NullMarked
package dev.parley.line;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
