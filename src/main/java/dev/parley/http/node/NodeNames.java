package dev.parley.http.node;

import dev.parley.chat.peer.PeerNode;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says at which node of the cluster a session is. Immutable. */
public final class NodeNames {

  private final List<PeerNode> nodes;

  public NodeNames(List<PeerNode> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** Returns the name of a session's node, or null without a cluster and of a node that is gone. */
  public @Nullable String of(Session session) {
    return nodes.stream()
        .filter(node -> isAt(session, node))
        .map(PeerNode::name)
        .findFirst()
        .orElse(null);
  }

  /** Returns whether a session is at a node. */
  static boolean isAt(Session session, PeerNode node) {
    RemoteEndpoint remote = session.remote();
    return remote == null ? node.self() : remote.node().equals(node.id());
  }
}
