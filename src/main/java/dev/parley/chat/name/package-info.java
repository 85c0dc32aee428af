/**
 * Defines the names of people and rooms, and cleans text: a {@link dev.parley.chat.name.Nick} and a
 * {@link dev.parley.chat.name.RoomName} are well formed as soon as they exist, and {@link
 * dev.parley.chat.name.Text} takes out of a text what could harm a terminal. Values and rules
 * alone, for any thread; it depends on nothing else of parley.
 */
@NullMarked
package dev.parley.chat.name;

import org.jspecify.annotations.NullMarked;
