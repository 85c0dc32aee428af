/**
 * Chat over TCP: Spring Integration's frame on Netty's transport. This is the only package that
 * knows either.
 *
 * <p>A listener is a {@code NettyServerConnectionFactory} with Spring Integration's standard
 * inbound adapter behind it. What a protocol cuts out of a connection's bytes, a {@link
 * dev.parley.tcp.Frame}, goes through the adapter and a channel to {@code Inbound}, which gives it
 * to the connection's {@link dev.parley.tcp.Conversation}. What is to be shown goes as one {@code
 * Fanout} in one message through a channel to the outbound {@code FanoutMessageHandler}, which puts
 * it into the {@code Outbox} of each event loop concerned. At the end of its turn an event loop
 * writes what has come together: one shared buffer, and for each connection one slice of it.
 *
 * <p>Before a connection is opened it goes by {@code Acceptor}: {@code ProxyHeader} tells where it
 * comes from, {@code Admission} lets it in or turns it away, {@code TlsStart} has it encrypted. It
 * ends by {@code Farewell}, or with the other side gone.
 *
 * <p><b>Threads.</b> A connection belongs to one event loop for its life, and so does its
 * conversation. An event loop never blocks: what may block runs elsewhere, while the connection is
 * not read from.
 *
 * <p>A further protocol implements {@link dev.parley.tcp.Protocol} and {@link
 * dev.parley.tcp.Conversation} in a package of its own and is a bean; nothing here changes.
 */
@ApplicationModule(
    allowedDependencies = {"chat", "chat :: history", "chat :: name", "chat :: rule"})
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
