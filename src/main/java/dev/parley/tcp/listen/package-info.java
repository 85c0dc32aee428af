/**
 * Binds the listeners and accepts connections: reads the PROXY protocol, admits connections by
 * address, and runs the event loops that all connections share. The Spring configuration of {@code
 * tcp} is here.
 */
@NullMarked
package dev.parley.tcp.listen;

import org.jspecify.annotations.NullMarked;
