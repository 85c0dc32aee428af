package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTimersTests {

  private static final int NOTHING_PENDING = -1;

  private final List<String> done = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ConnectionTimers timers = new ConnectionTimers(channel.eventLoop());

  @BeforeEach
  void freezeTime() {
    channel.freezeTime();
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    var _ = channel.runScheduledPendingTasks();
  }

  private void set(int seconds, String what) {
    timers.schedule(Duration.ofSeconds(seconds), () -> done.add(what));
  }

  @Test
  void tasksRunAfterTheirDelays() {
    set(60, "login");
    set(1, "greeting");
    pass(1);
    assertThat(done).containsExactly("greeting");
    pass(59);
    assertThat(done).containsExactly("greeting", "login");
  }

  @Test
  void cancelledTasksAreNotKept() {
    set(60, "login");
    set(300, "legacy");
    timers.cancelAll();
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_PENDING);
    pass(600);
    assertThat(done).isEmpty();
  }

  @Test
  void tasksThatAreScheduledAfterwardsNeverRun() {
    timers.cancelAll();
    set(1, "late");
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_PENDING);
  }
}
