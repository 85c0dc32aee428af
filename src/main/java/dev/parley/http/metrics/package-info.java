/** Streams the figures of the server, second by second: {@code /api/v1/metrics/stream}. */
@NullMarked
package dev.parley.http.metrics;

import org.jspecify.annotations.NullMarked;
