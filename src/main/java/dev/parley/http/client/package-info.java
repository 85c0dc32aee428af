/**
 * Serves connections and listeners in the API: {@code /api/v1/clients}, {@code /api/v1/listeners}.
 */
@NullMarked
package dev.parley.http.client;

import org.jspecify.annotations.NullMarked;
