/** Provides health and metrics for operators, by the actuator. */
@NullMarked
package dev.parley.http.ops;

import org.jspecify.annotations.NullMarked;
