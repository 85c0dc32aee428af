/** Carries out the commands of registered clients: about rooms, people and the server. */
@NullMarked
package dev.parley.irc.command;

import org.jspecify.annotations.NullMarked;
