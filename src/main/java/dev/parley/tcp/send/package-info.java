/**
 * Sends events and replies: encodes each event once, collects the output of an event loop iteration
 * in one buffer, queues the output of slow readers, and tracks the acknowledged lines. Confined to
 * event loops, except {@code TcpTransport} and {@code EventLoopWriter}.
 */
@NullMarked
package dev.parley.tcp.send;

import org.jspecify.annotations.NullMarked;
