package dev.parley.admin;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The HTTP API.
 *
 * @param password the admin's password; where there is none, one is made and kept in the data
 *     directory
 * @param maxBodySize how large the body of a request may be
 */
@ConfigurationProperties("parley.admin")
record AdminProperties(@Nullable String password, @DefaultValue("1MB") DataSize maxBodySize) {

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "AdminProperties[maxBodySize=" + maxBodySize + "]";
  }
}
