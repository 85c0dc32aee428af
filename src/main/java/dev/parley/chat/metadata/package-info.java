/** Holds what people and rooms tell about themselves: values by keys (IRCv3 metadata). */
@NullMarked
package dev.parley.chat.metadata;

import org.jspecify.annotations.NullMarked;
