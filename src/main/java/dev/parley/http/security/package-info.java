/** Authentication and authorization of HTTP: the admin, accounts, tokens and their scopes. */
@NullMarked
package dev.parley.http.security;

import org.jspecify.annotations.NullMarked;
