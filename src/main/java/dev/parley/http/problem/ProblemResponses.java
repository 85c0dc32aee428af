package dev.parley.http.problem;

import dev.parley.chat.api.Refusal;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an operation may be refused for: the OpenAPI document lists it among the answers. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ProblemResponses {
  Refusal[] value();

  /** The codes of further {@link Problem}s. */
  String[] also() default {};
}
