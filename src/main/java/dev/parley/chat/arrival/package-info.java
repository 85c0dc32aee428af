/**
 * Admits, renames, ends and resumes sessions, and applies the rules of moderation to connected
 * ones.
 */
@NullMarked
package dev.parley.chat.arrival;

import org.jspecify.annotations.NullMarked;
