/**
 * Decides who may enter and speak, by the bans, roles and lockdown level in force. Reads use memory
 * alone, from any thread; a change is visible after it is stored.
 */
@NullMarked
package dev.parley.chat.access;

import org.jspecify.annotations.NullMarked;
