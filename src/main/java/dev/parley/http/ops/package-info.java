/** Health and metrics for operators: the actuator. */
@NullMarked
package dev.parley.http.ops;

import org.jspecify.annotations.NullMarked;
