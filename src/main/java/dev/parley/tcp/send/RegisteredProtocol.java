package dev.parley.tcp.send;

import dev.parley.tcp.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a protocol and the numbers of its styles among those of all protocols.
 *
 * @param firstStyle the number of the protocol's first style
 * @param totalStyles the number of styles of all protocols
 */
public record RegisteredProtocol(Protocol protocol, int firstStyle, int totalStyles) {

  /** Numbers the styles of all protocols. */
  public static List<RegisteredProtocol> of(List<Protocol> protocols) {
    int total = protocols.stream().mapToInt(Protocol::styleCount).sum();
    List<RegisteredProtocol> registered = new ArrayList<>();
    int first = 0;
    for (Protocol protocol : protocols) {
      registered.add(new RegisteredProtocol(protocol, first, total));
      first += protocol.styleCount();
    }
    return registered;
  }
}
