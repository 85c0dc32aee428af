/**
 * Defines the names of people and rooms, and cleans text: a {@link dev.parley.chat.name.Nick} and a
 * {@link dev.parley.chat.name.RoomName} are always well formed, and {@link
 * dev.parley.chat.name.Text} removes from a text anything that could harm a terminal. Immutable or
 * stateless, for any thread; depends on no other package of parley.
 */
@NullMarked
package dev.parley.chat.name;

import org.jspecify.annotations.NullMarked;
