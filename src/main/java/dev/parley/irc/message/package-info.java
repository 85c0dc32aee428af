/**
 * Reads and writes the messages of IRC: {@code IrcFramer} cuts bytes into lines, {@code IrcMessage}
 * is a line with its tags, source, command and parameters. Knows neither connections nor rooms.
 */
@NullMarked
package dev.parley.irc.message;

import org.jspecify.annotations.NullMarked;
