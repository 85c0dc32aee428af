/**
 * Starts parley, a chat server for TCP clients, and wires its parts, which are in the packages
 * below.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
