package dev.parley.chat.peer;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Transport;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the connection of a person at another server of the cluster. What concerns the person
 * alone is sent there. Events for many are not: the other server shows its people the events that
 * follow from the same facts.
 */
public final class RemoteEndpoint implements Endpoint {

  /** Shows nothing: each server shows events to its own people. */
  private static final Transport ELSEWHERE = (event, audience) -> {};

  private final PeerNetwork network;
  private final String person;
  private volatile String node;
  private volatile PersonState.Connection connection;
  private volatile boolean lost;
  private volatile boolean orphaned;

  /**
   * @param node the id of the other server
   */
  public RemoteEndpoint(PeerNetwork network, String node, PersonState state) {
    this.network = network;
    this.person = state.id();
    this.node = node;
    this.connection = state.connection();
    this.lost = state.lost();
  }

  /** Records where the person is now. */
  public void moved(String to, PersonState state) {
    node = to;
    connection = state.connection();
    lost = state.lost();
    orphaned = false;
  }

  /** Records that the server of the person died: the person may come back elsewhere. */
  public void orphaned() {
    lost = true;
    orphaned = true;
  }

  /** Returns whether the server of the person died, and the person left all rooms with it. */
  public boolean isOrphaned() {
    return orphaned;
  }

  /** Returns the id of the server that the person is connected to. */
  public String node() {
    return node;
  }

  /** Returns whether the connection is lost. */
  public boolean isLost() {
    return lost;
  }

  @Override
  public String id() {
    return connection.id();
  }

  @Override
  public String listener() {
    return connection.listener();
  }

  @Override
  public String protocol() {
    return connection.protocol();
  }

  @Override
  public String remoteAddress() {
    return connection.address();
  }

  @Override
  public int remotePort() {
    return connection.port();
  }

  @Override
  public boolean tls() {
    return connection.tls();
  }

  @Override
  public Transport transport() {
    return ELSEWHERE;
  }

  @Override
  public boolean shows(Event event) {
    return connection.showsMessages();
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  /** Sends what is for the person alone to the person's server. */
  @Override
  public void deliver(Event event) {
    switch (event) {
      case Event.PrivateMessage message ->
          network.send(node, PeerMessage.ShowMessage.of(person, message));
      case Event.Invited invited ->
          network.send(
              node,
              new PeerMessage.ShowInvitation(
                  person, invited.inviter().participant().id(), invited.room(), invited.by()));
      case Event.Signalled signalled ->
          network.send(
              node,
              new PeerMessage.ShowSignal(
                  person,
                  signalled.sender().participant().id(),
                  signalled.at(),
                  signalled.from(),
                  signalled.to(),
                  signalled.signal()));
      case Event.Noticed notice ->
          network.send(node, new PeerMessage.ShowNotice(person, notice.at(), notice.text()));
      default -> {} // Shown by the person's own server.
    }
  }

  @Override
  public void close(Disconnect why) {
    end(why, Cause.SERVER);
  }

  /** Has the person's server end the session. */
  public void end(Disconnect why, Cause cause) {
    network.send(node, new PeerMessage.EndSession(person, why, cause));
  }

  /** Has the person's server remove the person from a room. */
  public void remove(
      RoomName room, String epoch, String by, String reason, @Nullable Ban ban, Cause cause) {
    network.send(node, new PeerMessage.RemoveMember(person, room, epoch, by, reason, ban, cause));
  }

  /** Has the person's server grant or revoke the person a role in a room. */
  public void grant(
      RoomName room, String epoch, Role role, boolean granted, Nick by, String asker) {
    network.send(node, new PeerMessage.GrantRole(person, room, epoch, role, granted, by, asker));
  }

  /** Returns no traffic: it is counted at the other server. */
  @Override
  public Traffic traffic() {
    return new Traffic(0, 0, 0, 0, 0);
  }
}
