/**
 * Binds the listeners and accepts connections: the PROXY protocol, admission by address, and the
 * event loops that all connections share. The Spring configuration of {@code tcp} is here.
 */
@NullMarked
package dev.parley.tcp.listen;

import org.jspecify.annotations.NullMarked;
