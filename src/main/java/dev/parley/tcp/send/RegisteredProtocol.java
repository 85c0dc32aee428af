package dev.parley.tcp.send;

import dev.parley.tcp.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol with its place among all protocols, whose styles are numbered through.
 *
 * @param firstStyle the number of the protocol's first style among those of all protocols
 * @param allStyles how many styles all protocols have together
 */
public record RegisteredProtocol(Protocol protocol, int firstStyle, int allStyles) {

  /** Numbers the styles of all protocols. */
  public static List<RegisteredProtocol> of(List<Protocol> protocols) {
    int all = protocols.stream().mapToInt(Protocol::styles).sum();
    List<RegisteredProtocol> dialects = new ArrayList<>();
    int first = 0;
    for (Protocol protocol : protocols) {
      dialects.add(new RegisteredProtocol(protocol, first, all));
      first += protocol.styles();
    }
    return dialects;
  }
}
