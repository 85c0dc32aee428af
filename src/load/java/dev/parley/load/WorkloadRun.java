package dev.parley.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Runs a workload against a server. Confined to one thread, besides that of the send loop. */
final class WorkloadRun implements AutoCloseable, LineListener {

  /** Bytes that are sent towards each stalled member: more than the buffers of the sockets hold. */
  static final long STALLED_BYTES = 8_000_000;

  private static final long SETTLE_NANOS = 2_000_000_000L;
  private static final long POLL_NANOS = 20_000_000;
  private static final long DUPLICATES_NANOS = 200_000_000;

  private final Workload workload;
  private final ProcessStats server;
  private final MemberGroup group;
  private final DeliveryChecker checker;
  private final Senders senders;
  private final SendLoop sendLoop;
  private final byte[][] prefixes;
  private final byte[][] jsonPrefixes;
  private final Histogram latency = Latency.histogram();
  private final Histogram remoteLatency = Latency.histogram();
  private final Poller poller;
  private long deliveries;
  private boolean stalled;
  private int stalledClosed;

  WorkloadRun(Workload workload) {
    this.workload = workload;
    this.server = new ProcessStats(workload.pid());
    checkDescriptors(workload, server);
    this.group = new MemberGroup(workload, this);
    this.checker = new DeliveryChecker(workload.members(), workload.rooms(), workload.senders());
    this.senders = new Senders(workload, group.members());
    this.sendLoop =
        workload.closedLoop() ? new ClosedLoop(workload, senders) : new OpenLoop(workload, senders);
    this.poller = new Poller(() -> group.poll(POLL_NANOS), System::nanoTime);
    this.prefixes = new byte[workload.senders()][];
    this.jsonPrefixes = new byte[workload.senders()][];
    for (int i = 0; i < prefixes.length; i++) {
      String json = "\"from\":\"" + workload.names() + i + "\",\"text\":\"";
      jsonPrefixes[i] = json.getBytes(StandardCharsets.UTF_8);
      prefixes[i] = ("<" + workload.names() + i + "> ").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Checks that both ends of all connections can be opened; they may be in one process. */
  private static void checkDescriptors(Workload workload, ProcessStats server) {
    ProcessStats self = new ProcessStats(ProcessHandle.current().pid());
    int connections = workload.members() + workload.joiners();
    if (self.exists()) {
      check(self, "the load tool", self.pid() == server.pid() ? 2 * connections : connections);
    }
    if (server.exists() && server.pid() != self.pid()) {
      check(server, "the server", connections);
    }
  }

  private static void check(ProcessStats process, String name, long connections) {
    long free = process.descriptorLimit() - process.descriptors();
    if (connections > free) {
      throw new LoadException(
          "%d connections are more than the %d file descriptors that %s has left."
              .formatted(connections, free, name));
    }
  }

  /** Connects the members, sends messages and measures. */
  RunResult run() {
    group.connectAll();
    long before = server.exists() ? server.residentBytes() : 0;
    sendLoop.start();
    receive(workload.warmup(), 0);
    Measurement measure = measure(workload.messages());
    @Nullable Measurement whileStalled = null;
    if (workload.stalled() > 0) {
      stall(true);
      whileStalled = measure(STALLED_BYTES / (workload.size() + 1) * workload.rooms());
    }
    @Nullable Measurement whileJoining = workload.joiners() > 0 ? measureJoining() : null;
    sendLoop.close();
    long missing = drain();
    if (workload.stalled() > 0) {
      stall(false);
      awaitStalledClosed();
    }
    return new RunResult(
        measure, whileStalled, whileJoining, checker.faults(missing), stalledClosed, before);
  }

  /**
   * Connects the members and measures several intervals.
   *
   * @param each called with each interval when it ends
   */
  Faults run(int intervals, Consumer<Measurement> each) {
    group.connectAll();
    sendLoop.start();
    for (int i = 0; i < intervals; i++) {
      // Nothing was read while the interval was evaluated, so the next lines are late.
      receive(i == 0 ? workload.warmup() : SETTLE_NANOS, 0);
      each.accept(measure(workload.messages()));
    }
    sendLoop.close();
    return checker.faults(drain());
  }

  /** Measures the members while others join, who leave when the last has joined. */
  private Measurement measureJoining() {
    try (JoinStorm storm = new JoinStorm(workload)) {
      storm.start();
      return measure(() -> receiveUntil(storm::isOver));
    }
  }

  private Measurement measure(long messages) {
    return measure(() -> receive(workload.duration(), messages));
  }

  private Measurement measure(Runnable interval) {
    latency.reset();
    remoteLatency.reset();
    var _ = sendLoop.lateness();
    double cpu = cpuMicros();
    double databaseCpu = databaseCpuMicros();
    long from = System.nanoTime();
    long before = deliveries;
    interval.run();
    double seconds = (System.nanoTime() - from) / 1e9;
    return new Measurement(
        seconds,
        deliveries - before,
        cpuMicros() - cpu,
        databaseCpuMicros() - databaseCpu,
        server.exists() ? server.residentBytes() : 0,
        Latency.of(latency),
        Latency.of(remoteLatency),
        sendLoop.lateness());
  }

  private double cpuMicros() {
    return server.exists()
        ? workload.pids().stream().mapToDouble(pid -> new ProcessStats(pid).cpuMicros()).sum()
        : Double.NaN;
  }

  private double databaseCpuMicros() {
    ProcessStats database = new ProcessStats(workload.databasePid());
    return database.exists() ? database.familyCpuMicros() : Double.NaN;
  }

  /** Reads for a time, and until a number of messages have been sent. */
  private void receive(long nanos, long messages) {
    long end = System.nanoTime() + nanos;
    long lines = sent() + messages;
    receiveUntil(() -> System.nanoTime() >= end && sent() >= lines);
  }

  private void receiveUntil(BooleanSupplier over) {
    long seen = deliveries;
    long seenAt = System.nanoTime();
    while (!over.getAsBoolean()) {
      group.poll(POLL_NANOS);
      long now = System.nanoTime();
      sendLoop.throwFailure();
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

  /** Waits for the outstanding lines. Returns the number of those that did not come. */
  private long drain() {
    long missing = poller.await(() -> missing() == 0, workload.deadline()) ? 0 : missing();
    // Lines that come after this are duplicates.
    poller.await(() -> false, DUPLICATES_NANOS);
    return missing;
  }

  private long missing() {
    long missing = 0;
    for (int member = 0; member < workload.members() - workload.stalled(); member++) {
      for (int sender = member % workload.rooms();
          sender < workload.senders();
          sender += workload.rooms()) {
        missing += checker.missing(member, sender, senders.sent(sender));
      }
    }
    return missing;
  }

  private long sent() {
    long sent = 0;
    for (int sender = 0; sender < senders.count(); sender++) {
      sent += senders.sent(sender);
    }
    return sent;
  }

  private void stall(boolean stall) {
    stalled = true;
    for (Member member : stalledMembers()) {
      if (stall) {
        group.stall(member);
      } else {
        group.resume(member);
      }
    }
  }

  private Member[] stalledMembers() {
    Member[] all = group.members();
    return Arrays.copyOfRange(all, all.length - workload.stalled(), all.length);
  }

  /**
   * Reads what the stalled members have left, until the server's close is seen. That takes long
   * where the system has dropped a segment for want of receive buffer: the sender's retransmission
   * timeout has doubled since, and may be as long as the stall was.
   */
  private void awaitStalledClosed() {
    poller.await(() -> stalledClosed == workload.stalled(), workload.deadline());
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
    if (sender == member.index && workload.dialect().json && !workload.isStream(member.index)) {
      return; // The receipt of a message of its own.
    }
    if (number < 0
        || !checker.canReceive(member.index, Message.room(bytes, at), sender)
        || number >= senders.sent(sender)
        || !Message.isIntact(bytes, at, workload.size(), number)
        || !hasPrefix(member, bytes, lineFrom, at, sender)) {
      checker.corrupted(
          new String(bytes, lineFrom, at + workload.size() - lineFrom, StandardCharsets.UTF_8));
    } else if (checker.received(member.index, sender, number)) {
      deliveries++;
      long due = senders.dueNanos(sender, number);
      if (due != -1) {
        latency.recordValue(now - due);
        if (workload.isRemote(member.index, sender)) {
          remoteLatency.recordValue(now - due);
        }
      }
      sendLoop.delivered(sender, number, now);
    }
  }

  private boolean hasPrefix(Member member, byte[] bytes, int from, int at, int sender) {
    if (member.json) {
      byte[] prefix = jsonPrefixes[sender];
      int start = at - prefix.length;
      return start >= from && Arrays.equals(bytes, start, at, prefix, 0, prefix.length);
    }
    if (workload.dialect() == Workload.LineDialect.IRC) {
      String source = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
      return source.contains(":" + workload.names() + sender + "!")
          && source.endsWith(" PRIVMSG " + workload.channel(sender) + " :");
    }
    return workload.dialect() == Workload.LineDialect.PLAIN
        || Arrays.equals(bytes, from, at, prefixes[sender], 0, prefixes[sender].length);
  }

  @Override
  public void other(Member member, String line) {
    if (stalled(member) || isExpected(member, line)) {
      return;
    }
    if (line.startsWith(workload.dialect().refused)) {
      checker.refused(line);
    } else {
      checker.corrupted(line);
    }
  }

  private boolean isExpected(Member member, String line) {
    return workload.isStream(member.index)
        ? workload.streamFormat().accepts(line)
        : workload.dialect().accepts(line);
  }

  @Override
  public void closed(Member member) {
    if (stalled(member)) {
      stalledClosed++;
    } else {
      checker.closed();
    }
  }

  @Override
  public void close() {
    sendLoop.close();
    group.close();
  }
}
