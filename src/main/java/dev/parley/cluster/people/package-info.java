/**
 * Makes the people of all nodes those of one server: connects the core of this node with the cores
 * of the others.
 */
@NullMarked
package dev.parley.cluster.people;

import org.jspecify.annotations.NullMarked;
