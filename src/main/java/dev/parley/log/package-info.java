/**
 * Where rooms' logs are kept: implementations of the core's port {@link dev.parley.chat.RoomLog}.
 */
@NullMarked
package dev.parley.log;

import org.jspecify.annotations.NullMarked;
