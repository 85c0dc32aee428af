package dev.parley.tcp.connection;

import dev.parley.tcp.Frame;

/**
 * A frame with the connection that it came in by: the payload of an inbound message.
 *
 * @param connection where it came in
 * @param frame what was received
 */
public record ReceivedFrame(NettyConnection connection, Frame frame) {}
