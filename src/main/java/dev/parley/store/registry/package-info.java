/**
 * Stores accounts, tokens, bans, roles and the audit in the database of the rooms' logs. Implements
 * the core's ports for them.
 */
@NullMarked
package dev.parley.store.registry;

import org.jspecify.annotations.NullMarked;
