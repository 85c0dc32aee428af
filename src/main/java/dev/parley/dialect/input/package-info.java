/**
 * Parses a line of input, text or JSON, into a {@code Request}, by the command table that help and
 * suggestions use as well.
 */
@NullMarked
package dev.parley.dialect.input;

import org.jspecify.annotations.NullMarked;
