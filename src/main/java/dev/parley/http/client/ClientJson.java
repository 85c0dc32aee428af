package dev.parley.http.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.account.Account;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.http.node.NodeNames;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Represents a connection with its session in the API. */
@Schema(name = "Client")
public record ClientJson(
    @Schema(example = "a01dd832-9607-45f8-9550-d56661ea1379") String id,
    @Schema(
            description = "null until a name is given",
            example = "alice",
            types = {"string", "null"})
        @Nullable String nick,
    @Schema(
            description = "null unless logged in",
            types = {"string", "null"})
        @Nullable String account,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description = "the name of its node; only in a cluster",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            example = "chat-1")
        @Nullable String node,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description =
                "how many connections share the name, unless it is one: what follows is of the oldest,"
                    + " and counts what all of them send and receive; with 0, the person stays in"
                    + " the rooms without a connection, and it is of the last one",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED,
            example = "2")
        @Nullable Integer connections,
    @Schema(example = "line") String listener,
    @Schema(example = "line") String protocol,
    @Schema(example = "192.0.2.7") String remoteAddress,
    @Schema(example = "false") boolean tls,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant connectedAt,
    @Schema(description = "since the client last asked for something", example = "12")
        long idleSeconds,
    @Schema(example = "[\"lobby\", \"ops\"]") List<String> rooms,
    @Schema(example = "41") long linesIn,
    @Schema(example = "812") long linesOut,
    @Schema(example = "1640") long bytesIn,
    @Schema(example = "51968") long bytesOut,
    @Schema(description = "waiting because the client does not read", example = "0")
        long sendqBytes) {

  public static ClientJson of(Session session, NodeNames nodes, Instant now) {
    Endpoint endpoint = session.endpoint();
    Endpoint.Traffic traffic = endpoint.traffic();
    int connections = endpoint.connections().size();
    Nick nick = session.nick();
    Account account = session.account();
    return new ClientJson(
        session.id(),
        nick == null ? null : nick.value(),
        account == null ? null : account.name().value(),
        nodes.of(session),
        connections == 1 ? null : connections,
        endpoint.listener(),
        endpoint.protocol(),
        endpoint.remoteAddress(),
        endpoint.tls(),
        session.connectedAt(),
        Math.max(0, Duration.between(session.lastActiveAt(), now).toSeconds()),
        session.rooms().stream().map(RoomName::value).toList(),
        traffic.linesIn(),
        traffic.linesOut(),
        traffic.bytesIn(),
        traffic.bytesOut(),
        traffic.sendqBytes());
  }
}
