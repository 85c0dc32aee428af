/** Exports rooms and the data of an account as files. */
@NullMarked
package dev.parley.http.export;

import org.jspecify.annotations.NullMarked;
