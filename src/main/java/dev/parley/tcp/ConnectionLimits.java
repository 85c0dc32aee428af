package dev.parley.tcp;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Holds the limits of new connections; 0 means no limit.
 *
 * @param connectionsBurst connections that one address can open at once
 * @param connectionsPerSecond connections a second that one address can open after the burst
 * @param halfOpenLogins connections at a time that have not given a name yet
 * @param handshakeTimeout time for the TLS handshake; with the protocol web also for each HTTP
 *     request to arrive
 * @param proxyTimeout time for the PROXY protocol header to arrive
 * @param requestLineBytes with the protocol web, bytes in the first line of an HTTP request
 * @param requestHeaderBytes with the protocol web, bytes in the headers of an HTTP request
 */
@Validated
@ConfigurationProperties("parley.limits")
public record ConnectionLimits(
    @DefaultValue("0") @Min(0) int connectionsBurst,
    @DefaultValue("0") @Min(0) int connectionsPerSecond,
    @DefaultValue("0") @Min(0) int halfOpenLogins,
    @DefaultValue("10s") @DurationMin(message = "must not be negative") Duration handshakeTimeout,
    @DefaultValue("5s") @DurationMin(message = "must not be negative") Duration proxyTimeout,
    @DefaultValue("4096") @Min(0) int requestLineBytes,
    @DefaultValue("16384") @Min(0) int requestHeaderBytes) {

  /** Limits nothing. */
  public static final ConnectionLimits NONE =
      new ConnectionLimits(0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0);
}
