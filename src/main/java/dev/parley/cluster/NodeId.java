package dev.parley.cluster;

import java.util.UUID;

/**
 * Identifies one incarnation of a node: a node has a new one at each start, and after it lost its
 * lease.
 */
public record NodeId(UUID value) {

  /** Creates an id that no other incarnation has. */
  public static NodeId create() {
    return new NodeId(UUID.randomUUID());
  }

  /**
   * Parses an id.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public static NodeId of(String text) {
    return new NodeId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
