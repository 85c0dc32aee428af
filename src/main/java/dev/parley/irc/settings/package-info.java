/** Holds the settings of the protocol. */
@NullMarked
package dev.parley.irc.settings;

import org.jspecify.annotations.NullMarked;
