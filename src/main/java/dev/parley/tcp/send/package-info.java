/**
 * Sends events and replies: encodes each event once, collects a turn's bytes in one buffer, queues
 * what a slow reader has not taken, and tracks what has arrived. Confined to event loops, but for
 * {@code TcpTransport} and {@code EventLoopWriter}.
 */
@NullMarked
package dev.parley.tcp.send;

import org.jspecify.annotations.NullMarked;
