/**
 * Defines accounts and API tokens, and the ports that store them, {@link
 * dev.parley.chat.account.Accounts} and {@link dev.parley.chat.account.Tokens}. Depends only on
 * {@code name}.
 */
@NullMarked
package dev.parley.chat.account;

import org.jspecify.annotations.NullMarked;
