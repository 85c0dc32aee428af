/**
 * Shows clients earlier lines, and keeps how far they have read (IRCv3 chathistory, read-marker,
 * message-redaction).
 */
@NullMarked
package dev.parley.irc.history;

import org.jspecify.annotations.NullMarked;
