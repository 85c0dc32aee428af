/**
 * Implements what SQLite and PostgreSQL do not have in common: the table of lines, its index for
 * searching, and the SQL around them.
 */
@NullMarked
package dev.parley.store.vendor;

import org.jspecify.annotations.NullMarked;
