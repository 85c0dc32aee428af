/** Generates the OpenAPI document of the API. */
@NullMarked
package dev.parley.http.openapi;

import org.jspecify.annotations.NullMarked;
