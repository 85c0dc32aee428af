/**
 * Carries out the input of a connection, for every protocol that speaks the commands of people:
 * {@code Dialogue} has the core carry out line after line and shows the replies.
 */
@NullMarked
package dev.parley.dialect.conversation;

import org.jspecify.annotations.NullMarked;
