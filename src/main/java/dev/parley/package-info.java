/**
 * parley: a chat server that anything with a TCP socket can join. Here is where it starts and where
 * its parts are put together; the parts are in the packages below.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
