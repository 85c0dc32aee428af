package dev.parley.tcp;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits on coming in; 0 means no limit.
 *
 * @param connectionsBurst connections that one address may open at once
 * @param connectionsPerSecond connections a second that it may open after that
 * @param halfOpenLogins connections at a time that have not given a name yet
 * @param handshakeTimeout time that the TLS handshake may take
 * @param proxyTimeout time in which the PROXY protocol header has to arrive
 */
@Validated
@ConfigurationProperties("parley.limits")
public record ConnectionLimits(
    @DefaultValue("0") @Min(0) int connectionsBurst,
    @DefaultValue("0") @Min(0) int connectionsPerSecond,
    @DefaultValue("0") @Min(0) int halfOpenLogins,
    @DefaultValue("10s") @DurationMin(message = "must not be negative") Duration handshakeTimeout,
    @DefaultValue("5s") @DurationMin(message = "must not be negative") Duration proxyTimeout) {

  /** No limit on anything. */
  public static final ConnectionLimits NONE =
      new ConnectionLimits(0, 0, 0, Duration.ZERO, Duration.ZERO);
}
