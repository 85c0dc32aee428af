package dev.parley.chat.peer;

import java.time.Instant;

/**
 * Describes a server of the cluster.
 *
 * @param id the id, a new one at each start
 * @param name the name for operators
 * @param version the version of parley
 * @param self whether it is this server
 */
public record PeerNode(String id, String name, String version, Instant startedAt, boolean self) {}
