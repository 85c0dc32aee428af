/**
 * Describes people as IRC shows them: user, host and real name, for those in IRC and for those in
 * other protocols; and those who have left.
 */
@NullMarked
package dev.parley.irc.user;

import org.jspecify.annotations.NullMarked;
