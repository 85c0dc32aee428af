/**
 * Who is known to the server for good: accounts and the tokens that programs log in with, with the
 * ports by which they are kept, {@link dev.parley.chat.account.Accounts} and {@link
 * dev.parley.chat.account.Tokens}. Of parley it depends on names alone; who has logged in, and to
 * what, is the business of the package above.
 */
@NullMarked
package dev.parley.chat.account;

import org.jspecify.annotations.NullMarked;
