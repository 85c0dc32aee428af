package dev.parley.tcp;

/**
 * A frame with the connection that it came in by: the payload of an inbound message.
 *
 * @param connection where it came in
 * @param frame what was received
 */
record ReceivedFrame(NettyConnection connection, Frame frame) {}
