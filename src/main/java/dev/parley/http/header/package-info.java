/** Sets the headers that tell browsers what not to do with the answers of the HTTP port. */
@NullMarked
package dev.parley.http.header;

import org.jspecify.annotations.NullMarked;
