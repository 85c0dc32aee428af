package dev.parley.http;

import dev.parley.chat.login.ThrottlePause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Records waits in place of waiting. */
public class RecordingPause implements ThrottlePause {

  public final List<Duration> taken = Collections.synchronizedList(new ArrayList<>());

  /** While it is not open, waits do not end. */
  public volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public void sleep(Duration time) throws InterruptedException {
    taken.add(time);
    gate.await();
  }
}
