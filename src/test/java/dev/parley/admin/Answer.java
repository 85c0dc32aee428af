package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpHeaders;

/** What the API answered, with claims about it. */
record Answer(int status, HttpHeaders headers, String body) {

  /** The value at a JSON path. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  <T> T at(String path) {
    return JsonPath.read(body, path);
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  Answer is(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    return this;
  }

  Answer has(String path, Object expected) {
    assertThat(this.<Object>at(path)).as(body).isEqualTo(expected);
    return this;
  }

  /** A problem with everything that a problem has. */
  Answer isProblem(int expected, String code) {
    is(expected);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    has("$.status", expected).has("$.code", code).has("$.type", "urn:parley:problem:" + code);
    assertThat(this.<String>at("$.title")).isNotBlank();
    assertThat(this.<String>at("$.detail")).isNotBlank();
    assertThat(body).doesNotContain("Exception", "org.springframework", "java.", "\tat ");
    return this;
  }
}
