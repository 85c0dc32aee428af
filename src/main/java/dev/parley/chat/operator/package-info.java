/**
 * Operates the server: what the API and moderators ask for, with its effect on those who are here
 * and its record in the audit.
 */
@NullMarked
package dev.parley.chat.operator;

import org.jspecify.annotations.NullMarked;
