/** Authenticates people by password or token, and throttles guesses. */
@NullMarked
package dev.parley.chat.login;

import org.jspecify.annotations.NullMarked;
