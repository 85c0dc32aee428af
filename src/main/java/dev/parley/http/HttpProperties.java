package dev.parley.http;

import dev.parley.tcp.Origin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the HTTP API and the console: {@code parley.admin.*}.
 *
 * @param password password of the user admin; unset generates one at the first start, in the file
 *     admin-password of the data directory
 * @param allowedOrigins origins of other sites whose pages can call the API, for example
 *     https://chat.example
 * @param maxBodySize largest body of a request
 * @param maxPageSize bytes of what was said, or changed, in a page of messages or of the audit; the
 *     page ends early, and its next cursor leads on; 0 means no limit
 * @param maxStreams streams at a time; 0 means no limit
 * @param sessionIdleTimeout time without a request after which a session of the console ends
 * @param sessionMaxAge time after which a session of the console ends in any case
 * @param maxSessions sessions of the console at a time; beyond it the one that was unused longest
 *     ends, of the same user if there is one
 * @param streamHeartbeat time without a line after which a stream sends a heartbeat
 * @param streamStallTimeout time after which a stream is closed whose client reads nothing
 * @param idempotencyKeys idempotency keys that are remembered; beyond it the least recently used
 *     one is forgotten
 * @param idempotencyTime time for which an idempotency key is remembered
 */
@Validated
@ConfigurationProperties("parley.admin")
public record HttpProperties(
    @Nullable String password,
    @DefaultValue List<Origin> allowedOrigins,
    @DefaultValue("1MB") DataSize maxBodySize,
    @DefaultValue("256KB") DataSize maxPageSize,
    @DefaultValue("1000") @Min(0) int maxStreams,
    @DefaultValue("30m") @DurationMin(millis = 1) Duration sessionIdleTimeout,
    @DefaultValue("12h") @DurationMin(millis = 1) Duration sessionMaxAge,
    @DefaultValue("1000") @Min(1) int maxSessions,
    @DefaultValue("15s") @DurationMin(millis = 1) Duration streamHeartbeat,
    @DefaultValue("10m") @DurationMin(millis = 1) Duration streamStallTimeout,
    @DefaultValue("10000") @Min(1) int idempotencyKeys,
    @DefaultValue("24h") @DurationMin(millis = 1) Duration idempotencyTime) {

  /** Returns the bytes that a page may have. */
  public long pageBytes() {
    return maxPageSize.toBytes() <= 0 ? Long.MAX_VALUE : maxPageSize.toBytes();
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "AdminProperties[password=…, maxBodySize="
        + maxBodySize
        + ", maxStreams="
        + maxStreams
        + "]";
  }
}
