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
 * Holds the settings of the listeners and of the threads that serve connections.
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
   * The number of processors for each event loop. Few loops are faster than many: the lines that
   * arrive on one loop in one iteration leave in one write for each receiver.
   */
  private static final int PROCESSORS_PER_LOOP = 4;

  /** Returns the number of event loop threads to start. */
  public int eventLoopThreads() {
    return eventLoops > 0
        ? eventLoops
        : Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_LOOP);
  }
}
