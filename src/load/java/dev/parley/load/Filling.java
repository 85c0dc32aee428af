package dev.parley.load;

import java.nio.charset.StandardCharsets;

/**
 * Fills a room: senders who have many messages under way, and a witness who says nothing and whose
 * lines tell at which offset each message is. What the witness has seen, the server has stored. One
 * thread.
 */
final class Filling implements Crowd.Listener, AutoCloseable {

  private static final int TURN_NANOS = 100_000_000;

  private final Workload workload;
  private final Crowd crowd;
  private final Talk talk;
  private final int share;
  private final Contents contents;

  /** What each sender's next message is to be. */
  private final int[] due;

  /**
   * @param workload how many members, of whom the last is the witness; how many senders, with how
   *     many messages outstanding each; and how many messages all together
   */
  Filling(Workload workload) {
    this.workload = workload;
    this.crowd = new Crowd(workload, this);
    this.talk = new Talk(workload, crowd.members());
    this.share = (int) (workload.messages() / workload.senders());
    this.contents = new Contents(workload.names(), workload.size(), share * workload.senders());
    this.due = new int[workload.senders()];
  }

  /** Brings the members in and has them talk until the room is full. They stay. */
  Contents fill() {
    crowd.arrive();
    for (int i = 0; i < Math.min(workload.outstanding(), share); i++) {
      for (int sender = 0; sender < workload.senders(); sender++) {
        talk.say(sender, System.nanoTime());
      }
    }
    long seenAt = System.nanoTime();
    while (contents.count() < share * workload.senders()) {
      int before = contents.count();
      crowd.turn(TURN_NANOS);
      long now = System.nanoTime();
      if (contents.count() > before) {
        seenAt = now;
      } else if (now - seenAt > workload.deadline()) {
        throw new LoadException("The room stays at " + before + " lines.");
      }
    }
    return contents;
  }

  @Override
  public void message(Member member, byte[] bytes, int lineFrom, int at, long now) {
    if (member.index != workload.members() - 1) {
      return;
    }
    int sender = Message.sender(bytes, at);
    if (sender < 0
        || sender >= due.length
        || Message.number(bytes, at) != due[sender]
        || !Message.whole(bytes, at, workload.size(), due[sender])) {
      throw new LoadException(
          "The witness got a line that was not due: "
              + new String(
                  bytes, lineFrom, at + workload.size() - lineFrom, StandardCharsets.UTF_8));
    }
    contents.add(sender, due[sender]);
    due[sender]++;
    if (talk.said(sender) < share) {
      talk.say(sender, now);
    }
  }

  @Override
  public void other(Member member, String line) {
    if (!line.startsWith("-- ")) {
      throw new LoadException(member.name + " got: " + line);
    }
  }

  @Override
  public void closed(Member member) {
    throw new LoadException("The server closed the connection of " + member.name + ".");
  }

  @Override
  public void close() {
    crowd.close();
  }
}
