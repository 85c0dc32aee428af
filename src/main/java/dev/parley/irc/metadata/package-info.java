/** Shows and changes what people and rooms tell of themselves ({@code METADATA}). */
@NullMarked
package dev.parley.irc.metadata;

import org.jspecify.annotations.NullMarked;
