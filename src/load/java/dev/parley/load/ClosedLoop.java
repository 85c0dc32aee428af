package dev.parley.load;

/**
 * Sends a sender's next message when an earlier one has reached all other members of its room. Each
 * sender has a fixed number of messages outstanding, so that the rate is what the server can carry.
 * Used by the thread that reads.
 */
final class ClosedLoop implements SendLoop {

  private final Workload workload;
  private final Senders senders;
  private final int[][] received;
  private boolean stopped;

  ClosedLoop(Workload workload, Senders senders) {
    this.workload = workload;
    this.senders = senders;
    this.received = new int[senders.count()][workload.outstanding()];
  }

  @Override
  public void start() {
    for (int i = 0; i < workload.outstanding(); i++) {
      for (int sender = 0; sender < senders.count(); sender++) {
        senders.send(sender, System.nanoTime());
      }
    }
  }

  @Override
  public void delivered(int sender, int number, long now) {
    int[] counts = received[sender];
    int slot = number % counts.length;
    if (++counts[slot] == workload.population(sender) - 1) {
      counts[slot] = 0;
      if (!stopped) {
        senders.send(sender, System.nanoTime());
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
