package dev.parley.http.security;

import dev.parley.chat.account.TokenScope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the scope that a token needs for an operation, or for all operations of a controller
 * that declare none. If neither declares one, no token is accepted. The admin needs none.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {
  TokenScope value();
}
