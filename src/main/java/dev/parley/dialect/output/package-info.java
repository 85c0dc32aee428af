/**
 * Renders replies and events: as text for people or as JSON objects for programs. Every line that a
 * person reads begins with something that no person's text can fake: messages are marked with names
 * line by line, and so are notices of the server.
 */
@NullMarked
package dev.parley.dialect.output;

import org.jspecify.annotations.NullMarked;
