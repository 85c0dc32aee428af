/** Takes texts that clients send in several messages (IRCv3 multiline). */
@NullMarked
package dev.parley.irc.multiline;

import org.jspecify.annotations.NullMarked;
