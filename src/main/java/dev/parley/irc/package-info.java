/**
 * Implements IRC: {@code IrcConversation} runs a connection, and {@code IrcCommands} finds the
 * command of a line. {@code message} reads and writes lines, {@code registration} lets clients in,
 * {@code command} carries out what they ask for, and {@code output} renders events.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: history",
      "chat :: metadata",
      "chat :: moderation",
      "chat :: name",
      "chat :: operator",
      "chat :: session",
      "tcp"
    })
@NullMarked
package dev.parley.irc;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
