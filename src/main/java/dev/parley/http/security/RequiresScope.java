package dev.parley.http.security;

import dev.parley.chat.account.TokenScope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that a token has to have for an operation, or for all operations of a controller that
 * do not say otherwise. Where neither says one, no token will do. The admin needs none.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {
  TokenScope value();
}
