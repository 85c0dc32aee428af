/**
 * Serves chat over TCP, with Spring Integration's adapters on Netty's transport. No other package
 * uses either. This package has the interfaces of a protocol: {@link dev.parley.tcp.Protocol} and
 * {@link dev.parley.tcp.Conversation}, which it implements, {@link dev.parley.tcp.Peer} and {@link
 * dev.parley.tcp.Frame}, which it uses. The sub-packages implement the transport: {@code listen}
 * binds ports and accepts, {@code tls} encrypts, {@code connection} reads and closes, {@code send}
 * writes.
 *
 * <p><b>Input.</b> A listener is a {@code NettyServerConnectionFactory} with Spring Integration's
 * standard inbound adapter. A frame goes, together with its connection, through the adapter and a
 * channel to {@code FrameMessageHandler}, which passes it to the connection's conversation.
 *
 * <p><b>Output.</b> An event goes as one {@code Fanout} in one message through a channel to the
 * outbound {@code FanoutMessageHandler}, which adds it to the {@code EventLoopWriter} of each event
 * loop that has receivers. At the end of an iteration the event loop writes the collected output:
 * one shared buffer, and one slice of it for each connection.
 *
 * <p><b>Accepting and closing.</b> {@code ConnectionInitializer} sets up a new connection: {@code
 * ProxyHeaderHandler} reads its address, {@code Admission} admits or rejects it, {@code
 * TlsHandshakeHandler} encrypts it, and {@code ConnectionPreamble} runs what the protocol wants to
 * read before the conversation, such as an HTTP upgrade. {@code GracefulClose} closes it from the
 * server's side.
 *
 * <p><b>Threads.</b> A connection and its conversation belong to one event loop for life. An event
 * loop never blocks: blocking work runs on another thread, while the connection is not read.
 *
 * <p>To add a protocol, implement {@link dev.parley.tcp.Protocol} and {@link
 * dev.parley.tcp.Conversation} in a package of its own and declare a bean.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: history",
      "chat :: moderation",
      "chat :: name",
      "chat :: session"
    })
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
