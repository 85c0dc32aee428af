/**
 * Authenticates and authorizes HTTP requests: by the admin's password, accounts, tokens and their
 * scopes.
 */
@NullMarked
package dev.parley.http.security;

import org.jspecify.annotations.NullMarked;
