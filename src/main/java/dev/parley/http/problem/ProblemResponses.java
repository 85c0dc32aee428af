package dev.parley.http.problem;

import dev.parley.chat.api.Refusal;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the refusals of an operation, which the OpenAPI document lists among its responses. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ProblemResponses {
  Refusal[] value();

  /** Returns the codes of further {@link Problem}s. */
  String[] also() default {};
}
