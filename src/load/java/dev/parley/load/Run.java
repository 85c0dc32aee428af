package dev.parley.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One run of a workload against a server. One thread, and that of the pace. */
final class Run implements AutoCloseable, Crowd.Listener {

  /** How much is sent towards each member that has stalled: more than the kernel swallows. */
  static final long STALLED_BYTES = 8_000_000;

  private static final long SETTLE_NANOS = 2_000_000_000L;

  private final Workload workload;
  private final Proc server;
  private final Crowd crowd;
  private final Checker checker;
  private final Talk talk;
  private final Pace pace;
  private final byte[][] prefixes;
  private final Histogram latency = Latency.histogram();
  private long deliveries;
  private boolean stalled;
  private int ended;

  Run(Workload workload) {
    this.workload = workload;
    this.server = new Proc(workload.pid());
    this.crowd = new Crowd(workload, this);
    this.checker = new Checker(workload.members(), workload.rooms(), workload.senders());
    this.talk = new Talk(workload, crowd.members());
    this.pace =
        workload.closedLoop() ? new ClosedLoop(workload, talk) : new OpenLoop(workload, talk);
    this.prefixes = new byte[workload.senders()][];
    for (int i = 0; i < prefixes.length; i++) {
      prefixes[i] = ("<" + workload.names() + i + "> ").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Brings the members in, has them talk, and says how it went. */
  Outcome run() {
    crowd.arrive();
    long before = server.exists() ? server.residentBytes() : 0;
    pace.start();
    goOn(workload.warmup(), 0);
    Measure measure = measure(workload.messages());
    @Nullable Measure behind = null;
    if (workload.stalled() > 0) {
      stall(true);
      behind = measure(STALLED_BYTES / (workload.size() + 1) * workload.rooms());
    }
    pace.close();
    long missing = drain();
    if (workload.stalled() > 0) {
      stall(false);
      awaitEnds();
    }
    return new Outcome(measure, behind, checker.faults(missing), ended, before);
  }

  /**
   * Brings the members in, has them talk for so many stretches, and gives out each as it is done.
   */
  Faults run(int stretches, Consumer<Measure> each) {
    crowd.arrive();
    pace.start();
    for (int i = 0; i < stretches; i++) {
      // While the last stretch was looked at nothing was read, so that the next lines are late.
      goOn(i == 0 ? workload.warmup() : SETTLE_NANOS, 0);
      each.accept(measure(workload.messages()));
    }
    pace.close();
    return checker.faults(drain());
  }

  private Measure measure(long messages) {
    latency.reset();
    var _ = pace.lateness();
    double cpu = server.exists() ? server.cpuMicros() : Double.NaN;
    long from = System.nanoTime();
    long before = deliveries;
    goOn(workload.duration(), messages);
    double seconds = (System.nanoTime() - from) / 1e9;
    return new Measure(
        seconds,
        deliveries - before,
        server.exists() ? server.cpuMicros() - cpu : Double.NaN,
        server.exists() ? server.residentBytes() : 0,
        Latency.of(latency),
        pace.lateness());
  }

  /** Reads for a time, and until so many messages have been sent. */
  private void goOn(long nanos, long messages) {
    long end = System.nanoTime() + nanos;
    long lines = said() + messages;
    long seen = deliveries;
    long seenAt = System.nanoTime();
    for (long now = seenAt; now < end || said() < lines; now = System.nanoTime()) {
      crowd.turn(Math.clamp(end - now, 1, 100_000_000));
      pace.check();
      if (deliveries > seen) {
        seen = deliveries;
        seenAt = now;
      } else if (now - seenAt > workload.deadline() && workload.senders() > 0) {
        throw new LoadException(
            "No line has come for " + workload.deadline() / 1_000_000_000 + " s. " + faults());
      }
    }
  }

  private Faults faults() {
    return checker.faults(0);
  }

  /** Waits for the lines under way. Returns how many never came. */
  private long drain() {
    long deadline = System.nanoTime() + workload.deadline();
    long missing = missing();
    while (missing > 0 && System.nanoTime() < deadline) {
      crowd.turn(20_000_000);
      missing = missing();
    }
    // What comes after this would be too much.
    long quiet = System.nanoTime() + 200_000_000;
    while (System.nanoTime() < quiet) {
      crowd.turn(20_000_000);
    }
    return missing;
  }

  private long missing() {
    long missing = 0;
    for (int member = 0; member < workload.members() - workload.stalled(); member++) {
      for (int sender = member % workload.rooms();
          sender < workload.senders();
          sender += workload.rooms()) {
        missing += checker.due(member, sender, talk.said(sender));
      }
    }
    return missing;
  }

  private long said() {
    long said = 0;
    for (int sender = 0; sender < talk.senders(); sender++) {
      said += talk.said(sender);
    }
    return said;
  }

  private void stall(boolean stall) {
    stalled = true;
    for (Member member : stallers()) {
      if (stall) {
        crowd.stall(member);
      } else {
        crowd.resume(member);
      }
    }
  }

  private Member[] stallers() {
    Member[] all = crowd.members();
    return Arrays.copyOfRange(all, all.length - workload.stalled(), all.length);
  }

  private void awaitEnds() {
    long deadline = System.nanoTime() + Math.min(workload.deadline(), 10_000_000_000L);
    while (ended < workload.stalled() && System.nanoTime() < deadline) {
      crowd.turn(20_000_000);
    }
  }

  private boolean stalled(Member member) {
    return stalled && member.index >= workload.members() - workload.stalled();
  }

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {
    if (stalled(member)) {
      return;
    }
    int sender = Message.sender(bytes, at);
    int number = Message.number(bytes, at);
    if (number < 0
        || !checker.known(member.index, Message.room(bytes, at), sender)
        || number >= talk.said(sender)
        || !Message.whole(bytes, at, workload.size(), number)
        || !prefixFits(bytes, lineFrom, at, sender)) {
      checker.corrupted(
          new String(bytes, lineFrom, at + workload.size() - lineFrom, StandardCharsets.UTF_8));
    } else if (checker.received(member.index, sender, number)) {
      deliveries++;
      long due = talk.due(sender, number);
      if (due != -1) {
        latency.recordValue(now - due);
      }
      pace.delivered(sender, number, now);
    }
  }

  private boolean prefixFits(byte[] bytes, int from, int at, int sender) {
    return workload.dialect() == Workload.Dialect.PLAIN
        || Arrays.equals(bytes, from, at, prefixes[sender], 0, prefixes[sender].length);
  }

  @Override
  public void other(Member member, String line) {
    if (stalled(member) || line.startsWith("-- ")) {
      return;
    }
    if (line.startsWith("!! ")) {
      checker.refused(line);
    } else {
      checker.corrupted(line);
    }
  }

  @Override
  public void closed(Member member) {
    if (stalled(member)) {
      ended++;
    } else {
      checker.closed();
    }
  }

  @Override
  public void close() {
    pace.close();
    crowd.close();
  }
}
