package dev.parley.tcp;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the listeners and of the threads that serve connections.
 *
 * @param listeners listeners by name
 * @param eventLoops threads that serve connections; 0 starts one for every four processors
 * @param shutdownGrace time that a stop waits for queued output to be sent
 */
@Validated
@ConfigurationProperties("parley")
public record TcpProperties(
    @DefaultValue Map<String, @Valid ListenerProperties> listeners,
    @DefaultValue("0") @Min(0) int eventLoops,
    @DefaultValue("10s") @DurationMin(message = "must not be negative") Duration shutdownGrace) {

  /**
   * Few loops do better than many: what comes in on one loop within a turn leaves in one write for
   * each receiver, and what comes in on two leaves in two.
   */
  private static final int PROCESSORS_PER_LOOP = 4;

  /** The threads to start. */
  public int eventLoopThreads() {
    return eventLoops > 0
        ? eventLoops
        : Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_LOOP);
  }
}
