/** Serves the nodes of the cluster. */
@NullMarked
package dev.parley.http.node;

import org.jspecify.annotations.NullMarked;
