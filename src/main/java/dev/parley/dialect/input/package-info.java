/**
 * Parses a line of input, typed or JSON, into a {@code Request}, by one table of commands that help
 * and suggestions use as well.
 */
@NullMarked
package dev.parley.dialect.input;

import org.jspecify.annotations.NullMarked;
