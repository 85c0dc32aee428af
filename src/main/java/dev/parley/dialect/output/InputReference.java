package dev.parley.dialect.output;

import org.jspecify.annotations.Nullable;

/**
 * A line of input, as the answer to it refers to it.
 *
 * @param line its number, from 1
 * @param ref the client's own mark for it, null where there is none
 */
public record InputReference(int line, @Nullable String ref) {}
