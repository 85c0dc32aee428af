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
 * What is listened on, and how connections are served.
 *
 * @param listeners the listeners by name
 * @param eventLoops threads that serve connections, 0 for as many as measured best here
 * @param shutdownGrace how long a stop waits for what is queued to be sent
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
  int eventLoopThreads() {
    return eventLoops > 0
        ? eventLoops
        : Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_LOOP);
  }
}
