/** Watches names for clients ({@code MONITOR}). */
@NullMarked
package dev.parley.irc.monitor;

import org.jspecify.annotations.NullMarked;
