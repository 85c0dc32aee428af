/**
 * Renders events as messages of IRC, and lists its numeric replies and capabilities as data. Events
 * are rendered once for all receivers of a style.
 */
@NullMarked
package dev.parley.irc.output;

import org.jspecify.annotations.NullMarked;
