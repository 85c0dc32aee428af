package dev.parley.chat.session;

import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Represents the connections that share a session as one endpoint: each is sent everything, and has
 * a queue of its own. The session is described by the oldest connection, and its traffic is that of
 * all. Immutable.
 */
final class SharedEndpoint implements Endpoint {

  private final String id;
  private final List<Endpoint> connections;

  /**
   * @param id the id of the session
   * @param connections the connections, of one protocol and transport, the oldest first; not empty
   */
  SharedEndpoint(String id, List<Endpoint> connections) {
    this.id = id;
    this.connections = connections;
  }

  private Endpoint oldest() {
    return connections.getFirst();
  }

  @Override
  public List<Endpoint> connections() {
    return connections;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String listener() {
    return oldest().listener();
  }

  @Override
  public String protocol() {
    return oldest().protocol();
  }

  @Override
  public String remoteAddress() {
    return oldest().remoteAddress();
  }

  @Override
  public int remotePort() {
    return oldest().remotePort();
  }

  @Override
  public boolean tls() {
    return connections.stream().allMatch(Endpoint::tls);
  }

  @Override
  public @Nullable Fingerprint certificate() {
    return oldest().certificate();
  }

  @Override
  public Transport transport() {
    return oldest().transport();
  }

  @Override
  public boolean shows(Event event) {
    return oldest().shows(event);
  }

  @Override
  public boolean usesLobby() {
    return oldest().usesLobby();
  }

  @Override
  public int maxSharing() {
    return oldest().maxSharing();
  }

  @Override
  public void execute(Runnable task) {
    oldest().execute(task);
  }

  @Override
  public void reportShown() {
    connections.forEach(Endpoint::reportShown);
  }

  @Override
  public void deliver(Event event) {
    connections.forEach(connection -> connection.deliver(event));
  }

  @Override
  public void close(Disconnect why) {
    connections.forEach(connection -> connection.close(why));
  }

  @Override
  public Traffic traffic() {
    return connections.stream().map(Endpoint::traffic).reduce(SharedEndpoint::sum).orElseThrow();
  }

  private static Traffic sum(Traffic one, Traffic other) {
    return new Traffic(
        one.linesIn() + other.linesIn(),
        one.linesOut() + other.linesOut(),
        one.bytesIn() + other.bytesIn(),
        one.bytesOut() + other.bytesOut(),
        one.sendqBytes() + other.sendqBytes());
  }
}
