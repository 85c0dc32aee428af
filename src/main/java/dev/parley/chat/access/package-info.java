/**
 * Decides who may come in and speak, by the bans, roles and lockdown level that are in force. Asked
 * in memory, from any thread; changed once the store has the change.
 */
@NullMarked
package dev.parley.chat.access;

import org.jspecify.annotations.NullMarked;
