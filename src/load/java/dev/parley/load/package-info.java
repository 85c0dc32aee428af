/**
 * Measures a line server. Members connect over the line protocol, send messages in a closed or an
 * open loop, and check every line that they receive. The tool uses no class of the server, so it
 * can measure any line server; it is never part of the server's jar.
 */
@NullMarked
package dev.parley.load;

import org.jspecify.annotations.NullMarked;
