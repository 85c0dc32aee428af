/**
 * How the guessing of passwords is slowed: a {@link dev.parley.chat.guess.GuessBrake} hears each
 * guess, and has those wait who were wrong. Of parley it depends on names, and on ranges of
 * addresses from the rules; what a guess is at, it does not know.
 */
@NullMarked
package dev.parley.chat.guess;

import org.jspecify.annotations.NullMarked;
