package dev.parley.http.node;

import dev.parley.chat.peer.PeerNode;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.session.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says at which node of the cluster a session is. Immutable. */
public final class NodeNames {

  private final Map<String, String> names = new HashMap<>();
  private final String self;

  public NodeNames(List<PeerNode> nodes) {
    String here = "";
    for (PeerNode node : nodes) {
      names.put(node.id(), node.name());
      here = node.self() ? node.id() : here;
    }
    self = here;
  }

  /** Returns the name of a session's node, or null without a cluster and of a node that is gone. */
  public @Nullable String of(Session session) {
    return names.get(idOf(session));
  }

  /** Returns the id of a session's node; empty for one here without a cluster. */
  String idOf(Session session) {
    RemoteEndpoint remote = session.remote();
    return remote == null ? self : remote.node();
  }
}
