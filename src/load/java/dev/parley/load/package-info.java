/**
 * The load tool: members over the line protocol who talk as much, or as often, as they are told to,
 * and who check every line that they get. It knows nothing of the server's classes and needs none,
 * so that it can be pointed at any line server; it is never part of the server's jar.
 */
@NullMarked
package dev.parley.load;

import org.jspecify.annotations.NullMarked;
