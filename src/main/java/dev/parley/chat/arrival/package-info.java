/**
 * Lets sessions in, renames them, ends them, and resumes those that dropped; has the rules of
 * moderation take effect on those who are here.
 */
@NullMarked
package dev.parley.chat.arrival;

import org.jspecify.annotations.NullMarked;
