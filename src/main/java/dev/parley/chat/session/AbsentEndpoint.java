package dev.parley.chat.session;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Transport;
import dev.parley.chat.peer.PersonState;
import java.util.List;

/**
 * Stands for no connection: the endpoint of a session that stays without one, described by its last
 * one. Shows nothing. Immutable.
 *
 * @param showsMessages whether private messages can be shown by the last connection's protocol
 */
record AbsentEndpoint(
    String id,
    String listener,
    String protocol,
    String remoteAddress,
    int remotePort,
    boolean tls,
    boolean showsMessages)
    implements Endpoint {

  private static final Transport NONE = (event, audience) -> {};

  static AbsentEndpoint of(PersonState.Connection last) {
    return new AbsentEndpoint(
        last.id(),
        last.listener(),
        last.protocol(),
        last.address(),
        last.port(),
        last.tls(),
        last.showsMessages());
  }

  @Override
  public List<Endpoint> connections() {
    return List.of();
  }

  @Override
  public Transport transport() {
    return NONE;
  }

  /** Returns false: whoever comes back may do so by a protocol that has no lobby. */
  @Override
  public boolean usesLobby() {
    return false;
  }

  @Override
  public boolean shows(Event event) {
    return showsMessages && event instanceof Event.PrivateMessage;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void deliver(Event event) {}

  @Override
  public void close(Disconnect why) {}

  @Override
  public Traffic traffic() {
    return new Traffic(0, 0, 0, 0, 0);
  }
}
