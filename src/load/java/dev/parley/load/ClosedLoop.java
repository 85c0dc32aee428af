package dev.parley.load;

/**
 * Each sender has a number of messages under way, and sends the next when one has come to all
 * others in its room: as much as the server can carry.
 */
final class ClosedLoop implements Pace {

  private final Workload workload;
  private final Talk talk;
  private final int[][] received;
  private boolean over;

  ClosedLoop(Workload workload, Talk talk) {
    this.workload = workload;
    this.talk = talk;
    this.received = new int[talk.senders()][workload.outstanding()];
  }

  @Override
  public void start() {
    for (int i = 0; i < workload.outstanding(); i++) {
      for (int sender = 0; sender < talk.senders(); sender++) {
        talk.say(sender, System.nanoTime());
      }
    }
  }

  @Override
  public void delivered(int sender, int number, long now) {
    int[] counts = received[sender];
    int slot = number % counts.length;
    if (++counts[slot] == workload.population(sender) - 1) {
      counts[slot] = 0;
      if (!over) {
        talk.say(sender, System.nanoTime());
      }
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
