package dev.parley.admin;

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
 * The HTTP API.
 *
 * @param password the admin's password; where there is none, one is made and kept in the data
 *     directory
 * @param allowedOrigins other sites whose pages may call the API ({@code https://chat.example})
 * @param maxBodySize how large the body of a request may be
 * @param maxStreams how many streams there may be at a time; 0 means no limit
 * @param streamHeartbeat after which time without a line a stream gives a sign of life
 * @param streamStallTimeout after which time a stream of which nothing at all is read is closed
 * @param idempotencyKeys how many idempotency keys are remembered; beyond it the one that was not
 *     used for longest is forgotten
 * @param idempotencyTime how long an idempotency key is remembered
 */
@Validated
@ConfigurationProperties("parley.admin")
record AdminProperties(
    @Nullable String password,
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue("1MB") DataSize maxBodySize,
    @DefaultValue("1000") @Min(0) int maxStreams,
    @DefaultValue("15s") @DurationMin(millis = 1) Duration streamHeartbeat,
    @DefaultValue("10m") @DurationMin(millis = 1) Duration streamStallTimeout,
    @DefaultValue("10000") @Min(1) int idempotencyKeys,
    @DefaultValue("24h") @DurationMin(millis = 1) Duration idempotencyTime) {

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
