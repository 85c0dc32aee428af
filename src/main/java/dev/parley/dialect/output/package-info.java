/**
 * Renders replies and events: as text for people or as JSON objects for programs. Every line of
 * text output begins with a prefix that no message can forge: each line of a message has the
 * sender's name, each line of a notice the server's mark.
 */
@NullMarked
package dev.parley.dialect.output;

import org.jspecify.annotations.NullMarked;
