/**
 * Executes the changes that the API and moderators request, applies them to connected sessions, and
 * records them in the audit.
 */
@NullMarked
package dev.parley.chat.operator;

import org.jspecify.annotations.NullMarked;
