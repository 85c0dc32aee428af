/**
 * Implements rooms: members, settings, the order of a room's events, and permission to enter and
 * speak.
 */
@NullMarked
package dev.parley.chat.room;

import org.jspecify.annotations.NullMarked;
