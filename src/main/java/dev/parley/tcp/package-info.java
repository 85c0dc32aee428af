/**
 * Serves chat over TCP: Spring Integration's frame on Netty's transport. This is the only package
 * that knows either. Here is what a protocol implements and is given: {@link
 * dev.parley.tcp.Protocol}, {@link dev.parley.tcp.Conversation}, {@link dev.parley.tcp.Peer} and
 * {@link dev.parley.tcp.Frame}; the parts below do the work. {@code listen} binds ports and
 * accepts, {@code tls} encrypts, {@code connection} reads and closes, {@code send} writes.
 *
 * <p>A listener is a {@code NettyServerConnectionFactory} with Spring Integration's standard
 * inbound adapter behind it. A frame that a protocol finds in a connection's bytes goes, together
 * with its connection, through the adapter and a channel to {@code FrameMessageHandler}, which
 * gives it to the connection's conversation. An event goes as one {@code Fanout} in one message
 * through a channel to the outbound {@code FanoutMessageHandler}, which puts it into the {@code
 * EventLoopWriter} of each event loop concerned. At the end of its turn an event loop writes what
 * has come together: one shared buffer, and for each connection one slice of it.
 *
 * <p>Before a connection is opened it passes {@code ConnectionInitializer}: {@code
 * ProxyHeaderHandler} tells where it comes from, {@code Admission} lets it in or turns it away,
 * {@code TlsHandshakeHandler} encrypts it. It ends by {@code GracefulClose}, or with the other side
 * gone.
 *
 * <p><b>Threads.</b> A connection belongs to one event loop for its life, and so does its
 * conversation. An event loop never blocks: what may block runs elsewhere, while the connection is
 * not read from.
 *
 * <p>A further protocol implements {@link dev.parley.tcp.Protocol} and {@link
 * dev.parley.tcp.Conversation} in a package of its own and is a bean; nothing here changes.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
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
