/**
 * Serves the operators' console: its pages under {@code /console/}, the log-in, and the sessions of
 * browsers in the API.
 */
@NullMarked
package dev.parley.http.console;

import org.jspecify.annotations.NullMarked;
