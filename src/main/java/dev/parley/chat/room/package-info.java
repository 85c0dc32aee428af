/**
 * Implements rooms: members, settings, the one order of a room's events, and who may enter and
 * speak.
 */
@NullMarked
package dev.parley.chat.room;

import org.jspecify.annotations.NullMarked;
