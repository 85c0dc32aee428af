package dev.parley.http.request;

import java.net.URI;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Builds the URIs of resources, relative to the current request. */
public final class Locations {

  private Locations() {}

  /**
   * Returns the path of a resource, with the context path before it, or with the prefix that a
   * trusted proxy reports ({@code server.forward-headers-strategy}).
   *
   * @param template the path below the context path, with {@code {variables}}
   */
  public static URI of(String template, Object... values) {
    URI absolute =
        ServletUriComponentsBuilder.fromCurrentContextPath().path(template).build(values);
    return URI.create(absolute.getRawPath());
  }
}
