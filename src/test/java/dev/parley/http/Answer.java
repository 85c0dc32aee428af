package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpHeaders;

/** Asserts on a response of the API. */
public record Answer(int status, HttpHeaders headers, String body) {

  /** Returns the value at a JSON path. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <T> T at(String path) {
    return JsonPath.read(body, path);
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public Answer is(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  public Answer has(String path, Object expected) {
    assertThat(this.<Object>at(path)).as(body).isEqualTo(expected);
    return this;
  }

  /** Asserts that the response is a complete problem. */
  public Answer isProblem(int expected, String code) {
    is(expected);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    has("$.status", expected).has("$.code", code).has("$.type", "urn:parley:problem:" + code);
    assertThat(this.<String>at("$.title")).isNotBlank();
    assertThat(this.<String>at("$.detail")).isNotBlank();
    assertThat(body).doesNotContain("Exception", "org.springframework", "java.", "\tat ");
    return this;
  }
}
