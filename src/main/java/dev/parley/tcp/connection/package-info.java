/**
 * Reads and closes one connection: it cuts input into frames, hands them over one after the other,
 * and ends the connection in order or with the other side gone. Confined to the connection's event
 * loop.
 */
@NullMarked
package dev.parley.tcp.connection;

import org.jspecify.annotations.NullMarked;
