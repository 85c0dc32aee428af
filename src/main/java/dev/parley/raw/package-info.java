/**
 * Implements the protocol of clients from socket tutorials: the bytes of one read are one message,
 * and output has no terminator either. Such a client is in the lobby, receives the messages of the
 * lobby and announcements, and has no commands; refusals are not shown.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: history",
      "chat :: name",
      "chat :: api",
      "chat :: session",
      "tcp"
    })
@NullMarked
package dev.parley.raw;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
