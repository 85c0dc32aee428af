/**
 * Holds what the commands of IRC work on: the client of one connection, with its capabilities and
 * the labels of its requests, and what all clients share.
 */
@NullMarked
package dev.parley.irc.client;

import org.jspecify.annotations.NullMarked;
