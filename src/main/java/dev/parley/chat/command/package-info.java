/** Handles the commands of people: those about rooms, between persons, and of moderators. */
@NullMarked
package dev.parley.chat.command;

import org.jspecify.annotations.NullMarked;
