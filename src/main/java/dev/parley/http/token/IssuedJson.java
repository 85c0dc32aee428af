package dev.parley.http.token;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;

/** Represents a created token, with its secret, which is shown only once. */
@Schema(name = "IssuedToken")
record IssuedJson(
    @JsonUnwrapped TokenJson about,
    @Schema(
            description = "the token itself, which is not shown again",
            example = "parley_x7Qk2Mq1vT0m3yZb5s8wE4dHc6kLr9pAfJnUgOiXtVe")
        String token) {

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "IssuedJson[" + about + "]";
  }
}
