/**
 * Implements sessions: people at the other end of a connection, their names, and the registry of
 * all of them. The rooms are built on it.
 */
@NullMarked
package dev.parley.chat.session;

import org.jspecify.annotations.NullMarked;
