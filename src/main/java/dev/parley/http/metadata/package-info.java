/** Serves what rooms and the owners of accounts tell of themselves in the API. */
@NullMarked
package dev.parley.http.metadata;

import org.jspecify.annotations.NullMarked;
