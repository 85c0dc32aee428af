package dev.parley.http.metrics;

import dev.parley.chat.Chat;
import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.history.RoomLog;
import dev.parley.http.ops.ChatGauges;
import dev.parley.http.ops.MetricTotals;
import dev.parley.http.ops.MicrometerChatMetrics;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample of the server's figures once a second, whether or not anyone looks, and keeps
 * those of the last hour. Safe for use from any thread.
 */
public final class MetricsSampler implements AutoCloseable {

  /** Number of samples that are kept: those of an hour. */
  static final int CAPACITY = 3600;

  /** Seconds by which the clock can be behind the newest sample before the history begins anew. */
  private static final int SET_BACK = 5;

  private static final double HALF = 0.5;
  private static final double MOST = 0.99;

  private static final Logger log = LoggerFactory.getLogger(MetricsSampler.class);

  private final MetricsHistory history = new MetricsHistory(CAPACITY);
  private final Chat chat;
  private final RoomLog roomLog;
  private final ChatGauges gauges;
  private final MicrometerChatMetrics meters;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("parley-metrics").daemon().factory());
  private final ReentrantLock lock = new ReentrantLock();
  private MetricTotals before;
  private long last;

  /** Creates a sampler, which counts from now on. */
  public MetricsSampler(
      Chat chat, RoomLog roomLog, ChatGauges gauges, MicrometerChatMetrics meters, Clock clock) {
    this.chat = chat;
    this.roomLog = roomLog;
    this.gauges = gauges;
    this.meters = meters;
    this.clock = clock;
    this.before = meters.totals();
    this.last = clock.instant().getEpochSecond();
  }

  /** Begins to take samples: in the middle of each second, so that none is left out. */
  public void start() {
    long intoSecond = Math.floorMod(clock.millis(), 1000);
    long delay = (1500 - intoSecond) % 1000;
    var _ = timer.scheduleAtFixedRate(this::trySample, delay, 1000, TimeUnit.MILLISECONDS);
  }

  private void trySample() {
    try {
      sample();
    } catch (RuntimeException failed) {
      log.error("A sample of the metrics failed", RedactedThrowable.of(failed));
    }
  }

  /** Takes a sample, unless there is one of this second. */
  void sample() {
    lock.lock();
    try {
      long at = clock.instant().getEpochSecond();
      if (at <= last && at >= last - SET_BACK) {
        return;
      }
      MetricTotals now = meters.totals();
      history.add(sample(at, Math.max(1, at - last), now.since(before)));
      before = now;
      last = at;
    } finally {
      lock.unlock();
    }
  }

  private MetricsSample sample(long at, long seconds, MetricTotals grown) {
    return new MetricsSample(
        at,
        gauges.connections(),
        chat.populationHere(),
        chat.roomCount(),
        perSecond(grown.messages(), seconds),
        perSecond(grown.deliveries(), seconds),
        grown.latency(HALF),
        grown.latency(MOST),
        gauges.queueBytes(),
        roomLog.problem() == null,
        chat.moderation().lockdown().level(),
        grown.disconnects(),
        grown.refusals());
  }

  private static long perSecond(long count, long seconds) {
    return Math.round((double) count / seconds);
  }

  MetricsHistory history() {
    return history;
  }

  /** Takes no more samples. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
