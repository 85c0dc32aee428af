/** Implements sessions, their names, and the registry of all of them. */
@NullMarked
package dev.parley.chat.session;

import org.jspecify.annotations.NullMarked;
