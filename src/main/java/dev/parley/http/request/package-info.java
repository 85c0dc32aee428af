/** What several resources of the API take: pages, cursors, texts, JSON. */
@NullMarked
package dev.parley.http.request;

import org.jspecify.annotations.NullMarked;
