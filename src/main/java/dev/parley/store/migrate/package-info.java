/**
 * Fills an empty store when the server starts: from a backup, in new epochs, or from the database
 * of a server that moves.
 */
@NullMarked
package dev.parley.store.migrate;

import org.jspecify.annotations.NullMarked;
