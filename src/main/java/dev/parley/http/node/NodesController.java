package dev.parley.http.node;

import dev.parley.chat.Chat;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.peer.PeerNode;
import dev.parley.http.request.Page;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the nodes of the cluster. */
@Tag(name = "Nodes", description = "The servers of the cluster")
@RestController
@RequestMapping("/api/v1/nodes")
@RequiresScope(TokenScope.CLIENTS_READ)
public final class NodesController {

  private final Chat chat;

  NodesController(Chat chat) {
    this.chat = chat;
  }

  @Operation(summary = "The nodes of the cluster that are alive; none without a cluster")
  @GetMapping
  Page<NodeJson> list(
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    List<PeerNode> nodes = chat.nodes();
    NodeNames names = new NodeNames(nodes);
    Map<String, Long> clients =
        nodes.isEmpty()
            ? Map.of()
            : chat.everywhere().collect(Collectors.groupingBy(names::idOf, Collectors.counting()));
    return Page.of("nodes", nodes.stream(), NodesController::order, cursor, limit)
        .map(node -> NodeJson.of(node, clients.getOrDefault(node.id(), 0L)));
  }

  /** Nodes are listed by name; several may have the same. */
  private static String order(PeerNode node) {
    return node.name() + ' ' + node.id();
  }
}
