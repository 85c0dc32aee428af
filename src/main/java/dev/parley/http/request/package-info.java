/** Parses request data that resources share: pages, cursors, texts, JSON. */
@NullMarked
package dev.parley.http.request;

import org.jspecify.annotations.NullMarked;
