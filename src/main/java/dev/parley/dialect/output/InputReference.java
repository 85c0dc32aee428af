package dev.parley.dialect.output;

import org.jspecify.annotations.Nullable;

/**
 * Refers to a line of input in the answer to it.
 *
 * @param line its number, from 1
 * @param ref the client's own reference, null if there is none
 */
public record InputReference(int line, @Nullable String ref) {}
