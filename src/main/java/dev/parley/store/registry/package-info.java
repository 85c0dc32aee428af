/**
 * Keeps accounts, tokens, bans, roles and the audit, in the same database as the rooms' logs. The
 * core knows them by its ports.
 */
@NullMarked
package dev.parley.store.registry;

import org.jspecify.annotations.NullMarked;
