/**
 * Defines accounts and API tokens, and the ports that store them, {@link
 * dev.parley.chat.account.Accounts} and {@link dev.parley.chat.account.Tokens}. Of parley it
 * depends on names alone; who has logged in, and to what, is the business of the package above.
 */
@NullMarked
package dev.parley.chat.account;

import org.jspecify.annotations.NullMarked;
