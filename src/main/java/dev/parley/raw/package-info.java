/**
 * The dialect of the clients that socket tutorials end with: what one read brings is one message,
 * and what is shown has no terminator either. Such a client is in the lobby, sees what is said
 * there and what is announced to everyone, and has no commands; a refusal has no form here.
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
