package dev.parley.tcp.connection;

import dev.parley.tcp.Frame;

/**
 * Holds a received frame and its connection, as the payload of an inbound message.
 *
 * @param connection the connection that received the frame
 * @param frame the received frame
 */
public record ReceivedFrame(NettyConnection connection, Frame frame) {}
