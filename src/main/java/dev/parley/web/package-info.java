/**
 * Implements the protocol of browsers: {@code PageHandler} serves the files of the chat page over
 * HTTP and upgrades a connection to a WebSocket (RFC 6455), {@code WebSocketReader} takes messages
 * out of its frames, and {@code WebConversation} runs it. A message, either way, is a line of JSON
 * mode; what is done with it is in {@code dialect}.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: api",
      "chat :: moderation",
      "chat :: session",
      "dialect :: conversation",
      "dialect :: output",
      "page",
      "tcp"
    })
@NullMarked
package dev.parley.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
