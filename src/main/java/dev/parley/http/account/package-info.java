/** Serves accounts in the API: {@code /api/v1/accounts}. */
@NullMarked
package dev.parley.http.account;

import org.jspecify.annotations.NullMarked;
