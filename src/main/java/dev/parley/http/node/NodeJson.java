package dev.parley.http.node;

import dev.parley.chat.peer.PeerNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** Represents a node of the cluster in the API. */
@Schema(name = "Node")
public record NodeJson(
    @Schema(
            description = "a new one at each start",
            example = "5f0c2f4e-6a0b-4c1e-9a53-0d6c3c1f7a11")
        String id,
    @Schema(example = "chat-1") String name,
    @Schema(example = "1.0.0") String version,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant startedAt,
    @Schema(
            description = "when it was last known to be alive, which it says each second",
            example = "2026-11-22T10:29:02.123Z")
        Instant seenAt,
    @Schema(description = "whether it stops, and sends its people to the others", example = "false")
        boolean draining,
    @Schema(description = "of another node, those that have a name", example = "812") long clients,
    @Schema(description = "whether it answers this request", example = "true") boolean self) {

  static NodeJson of(PeerNode node, long clients) {
    return new NodeJson(
        node.id(),
        node.name(),
        node.version(),
        node.startedAt(),
        node.seenAt(),
        node.draining(),
        clients,
        node.self());
  }
}
