/** Records changes: who changed what, when and why. */
@NullMarked
package dev.parley.chat.audit;

import org.jspecify.annotations.NullMarked;
