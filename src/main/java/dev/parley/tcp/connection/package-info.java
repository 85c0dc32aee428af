/**
 * Reads and closes one connection: decodes the input into frames, dispatches them one after the
 * other, and manages the states of the connection up to its end. Confined to the connection's event
 * loop.
 */
@NullMarked
package dev.parley.tcp.connection;

import org.jspecify.annotations.NullMarked;
