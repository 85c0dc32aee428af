package dev.parley.http.request;

import java.net.URI;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Says where a resource is, as whoever made the request that is being answered gets to it. */
public final class Locations {

  private Locations() {}

  /**
   * The path of a resource, with the context path before it, or with the prefix that a proxy is
   * believed to have ({@code server.forward-headers-strategy}).
   *
   * @param template the path below the context path, with {@code {variables}}
   */
  public static URI of(String template, Object... values) {
    URI absolute =
        ServletUriComponentsBuilder.fromCurrentContextPath().path(template).build(values);
    return URI.create(absolute.getRawPath());
  }
}
