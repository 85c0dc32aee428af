package dev.parley.web;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.session.Session;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Peer;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a client has asked for in its upgrade: the conversation of the page, unless it named a
 * subprotocol. Confined to the event loop of its connection.
 */
final class UpgradedConversation implements Conversation {

  private final WebProtocol protocol;
  private final Peer peer;
  private volatile Conversation chosen;

  UpgradedConversation(WebProtocol protocol, Peer peer) {
    this.protocol = protocol;
    this.peer = peer;
    this.chosen = new WebConversation(protocol, peer);
  }

  /** Chooses a subprotocol, before the conversation begins. */
  void choose(Subprotocol subprotocol) {
    chosen = protocol.carried(subprotocol, peer);
  }

  @Override
  public @Nullable String protocol() {
    return chosen.protocol();
  }

  @Override
  public Session session() {
    return chosen.session();
  }

  @Override
  public void opened() {
    chosen.opened();
  }

  @Override
  public @Nullable Frame read(ByteBuf in) {
    return chosen.read(in);
  }

  @Override
  public @Nullable Frame readLast() {
    return chosen.readLast();
  }

  @Override
  public void handle(Frame frame) {
    chosen.handle(frame);
  }

  @Override
  public int style(Event event) {
    return chosen.style(event);
  }

  @Override
  public boolean defers(Event.Posted line) {
    return chosen.defers(line);
  }

  @Override
  public boolean shows(Event event) {
    return chosen.shows(event);
  }

  @Override
  public boolean resumable() {
    return chosen.resumable();
  }

  @Override
  public boolean tracksArrivals() {
    return chosen.tracksArrivals();
  }

  @Override
  public boolean usesLobby() {
    return chosen.usesLobby();
  }

  @Override
  public int maxSharing() {
    return chosen.maxSharing();
  }

  @Override
  public boolean isLimited(Frame frame) {
    return chosen.isLimited(frame);
  }

  @Override
  public byte[] closingMessage(Disconnect why) {
    return chosen.closingMessage(why);
  }

  @Override
  public void closed(Disconnect why) {
    chosen.closed(why);
  }
}
