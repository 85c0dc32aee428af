/**
 * Implements the differences between SQLite and PostgreSQL: the table of lines, its search index,
 * and the SQL around them.
 */
@NullMarked
package dev.parley.store.vendor;

import org.jspecify.annotations.NullMarked;
