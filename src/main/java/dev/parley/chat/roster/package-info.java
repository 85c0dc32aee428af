/**
 * Keeps the people of all servers of a cluster: tells the other servers of those here, and applies
 * what they tell to the sessions that stand for theirs.
 */
@NullMarked
package dev.parley.chat.roster;

import org.jspecify.annotations.NullMarked;
