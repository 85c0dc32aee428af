/** Maps errors of the API to problem details (RFC 9457). */
@NullMarked
package dev.parley.http.problem;

import org.jspecify.annotations.NullMarked;
