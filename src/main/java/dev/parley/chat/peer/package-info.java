/**
 * Connects the core with the other servers of its cluster, which are one server to their users: the
 * ports, the messages, and the endpoint of a person whose connection is elsewhere.
 */
@NullMarked
package dev.parley.chat.peer;

import org.jspecify.annotations.NullMarked;
