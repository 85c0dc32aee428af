package dev.parley.http.ops;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.api.Refusal;
import dev.parley.tcp.DeliveryMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records counts and times as Micrometer meters. All but those of listeners exist from the start,
 * at 0.
 */
public final class MicrometerChatMetrics implements ChatMetrics, DeliveryMeter {

  private static final Logger log = LoggerFactory.getLogger(MicrometerChatMetrics.class);

  /**
   * Upper bounds of the histogram buckets of times: some for a local network, some for overload.
   */
  private static final Duration[] BUCKETS =
      Arrays.stream(
              new long[] {
                100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
                1_000_000, 2_500_000, 5_000_000
              })
          .mapToObj(micros -> Duration.ofNanos(micros * 1000))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final ConcurrentMap<String, Counter> messages = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> refusals;
  private final Map<Disconnect.Reason, Counter> disconnects;
  private final Counter deliveries;
  private final Timer deliveryLatency;
  private final LatencyHistogram latencies = new LatencyHistogram();
  private final Timer logAppend;

  public MicrometerChatMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.refusals = byReason(Refusal.class, "parley.refusals", "What was refused", Refusal::code);
    this.disconnects =
        byReason(
            Disconnect.Reason.class,
            "parley.disconnects",
            "Connections that ended",
            Disconnect.Reason::code);
    this.deliveries =
        Counter.builder("parley.deliveries")
            .description("Events written to receivers, each receiver counted")
            .register(registry);
    this.deliveryLatency = timer("parley.delivery.latency", "From an event to its being written");
    this.logAppend = timer("parley.log.append", "From handing a line to a log to its being stored");
  }

  private <E extends Enum<E>> Map<E, Counter> byReason(
      Class<E> reasons, String name, String description, Function<E, String> code) {
    return Arrays.stream(reasons.getEnumConstants())
        .collect(
            Collectors.toMap(
                Function.identity(),
                reason ->
                    Counter.builder(name)
                        .description(description)
                        .tag("reason", code.apply(reason))
                        .register(registry),
                (one, other) -> one,
                () -> new EnumMap<>(reasons)));
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Returns the counter of the lines received by a listener. */
  static Counter messages(MeterRegistry registry, String listener) {
    return Counter.builder("parley.messages")
        .description("Lines that came in and were posted")
        .tag("listener", listener)
        .register(registry);
  }

  @Override
  public void posted(String listener) {
    messages.computeIfAbsent(listener, name -> messages(registry, name)).increment();
  }

  @Override
  public void refused(Refusal refusal) {
    counted(refusals, refusal);
  }

  @Override
  public void disconnected(Disconnect.Reason reason) {
    counted(disconnects, reason);
  }

  private static <E> void counted(Map<E, Counter> counters, E reason) {
    Counter counter = counters.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /** Returns what was counted since the start. */
  public MetricTotals totals() {
    return new MetricTotals(
        messages.values().stream().mapToLong(MicrometerChatMetrics::count).sum(),
        count(deliveries),
        counts(disconnects, Disconnect.Reason::code),
        counts(refusals, Refusal::code),
        latencies.counts());
  }

  private static long count(Counter counter) {
    return (long) counter.count();
  }

  private static <E> Map<String, Long> counts(Map<E, Counter> counters, Function<E, String> code) {
    Map<String, Long> counts = new HashMap<>();
    counters.forEach((reason, counter) -> {
      if (counter.count() > 0) {
        counts.put(code.apply(reason), count(counter));
      }
    });
    return counts;
  }

  @Override
  public void appended(long nanos) {
    logAppend.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(String task, Throwable fault) {
    log.error("{} failed", task, RedactedThrowable.of(fault));
  }

  @Override
  public void delivered(int receivers, long nanos) {
    deliveries.increment(receivers);
    deliveryLatency.record(nanos, TimeUnit.NANOSECONDS);
    latencies.record(receivers, nanos);
  }
}
