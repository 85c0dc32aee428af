package dev.parley.chat.peer;

import java.time.Instant;

/**
 * Describes a server of the cluster.
 *
 * @param id the id, a new one at each start
 * @param name the name for operators
 * @param version the version of parley
 * @param startedAt the time of the start
 * @param seenAt the time when it was last known to be alive
 * @param draining whether it stops, and sends its people to the others
 * @param self whether it is this server
 */
public record PeerNode(
    String id,
    String name,
    String version,
    Instant startedAt,
    Instant seenAt,
    boolean draining,
    boolean self) {}
