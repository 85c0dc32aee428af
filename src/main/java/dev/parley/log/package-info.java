/**
 * Where rooms' logs are kept: implementations of the core's port {@link dev.parley.chat.RoomLog}.
 */
@ApplicationModule(allowedDependencies = "chat")
@NullMarked
package dev.parley.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
