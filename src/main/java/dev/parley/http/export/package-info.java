/** Exports of rooms and of what is kept about a person, as files. */
@NullMarked
package dev.parley.http.export;

import org.jspecify.annotations.NullMarked;
