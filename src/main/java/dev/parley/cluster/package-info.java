/**
 * Makes several servers on one PostgreSQL database one server: {@link dev.parley.cluster.Nodes}
 * says which are alive, {@link dev.parley.cluster.Wire} carries messages between them, and {@link
 * dev.parley.cluster.Changes} has them apply changes in one order. PostgreSQL is the truth; what
 * the wire loses is read from the database. No node connects to another.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat :: history",
      "chat :: moderation",
      "chat :: name",
      "chat :: peer",
      "store",
      "store :: log",
      "store :: registry",
      "store :: vendor"
    })
@NullMarked
package dev.parley.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
