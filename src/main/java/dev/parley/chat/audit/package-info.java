/** Records changes of the server's state, with their author, time and reason. */
@NullMarked
package dev.parley.chat.audit;

import org.jspecify.annotations.NullMarked;
