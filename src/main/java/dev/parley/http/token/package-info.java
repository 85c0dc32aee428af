/** Serves tokens in the API: {@code /api/v1/tokens}. */
@NullMarked
package dev.parley.http.token;

import org.jspecify.annotations.NullMarked;
