package dev.parley.load;

import java.nio.charset.StandardCharsets;

/**
 * Fills a room with messages. The last member only listens and records the offset of each message;
 * what it has received, the server has stored. One thread.
 */
final class RoomFiller implements LineListener, AutoCloseable {

  private static final int POLL_NANOS = 100_000_000;

  private final Workload workload;
  private final MemberGroup group;
  private final Senders senders;
  private final int messagesPerSender;
  private final RoomContents contents;

  /** Number of each sender's next message. */
  private final int[] nextNumber;

  /**
   * Creates a filler that is not connected.
   *
   * @param workload the number of members, the last of whom only listens; of senders; of
   *     outstanding messages of each; and of all messages
   */
  RoomFiller(Workload workload) {
    this.workload = workload;
    this.group = new MemberGroup(workload, this);
    this.senders = new Senders(workload, group.members());
    this.messagesPerSender = (int) (workload.messages() / workload.senders());
    this.contents =
        new RoomContents(workload.names(), workload.size(), messagesPerSender * workload.senders());
    this.nextNumber = new int[workload.senders()];
  }

  /** Connects the members and sends messages until the room is full. The members stay connected. */
  RoomContents fill() {
    group.connectAll();
    for (int i = 0; i < Math.min(workload.outstanding(), messagesPerSender); i++) {
      for (int sender = 0; sender < workload.senders(); sender++) {
        senders.send(sender, System.nanoTime());
      }
    }
    long seenAt = System.nanoTime();
    while (contents.count() < messagesPerSender * workload.senders()) {
      int before = contents.count();
      group.poll(POLL_NANOS);
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
        || sender >= nextNumber.length
        || Message.number(bytes, at) != nextNumber[sender]
        || !Message.isIntact(bytes, at, workload.size(), nextNumber[sender])) {
      throw new LoadException(
          "The last member got an unexpected line: "
              + new String(
                  bytes, lineFrom, at + workload.size() - lineFrom, StandardCharsets.UTF_8));
    }
    contents.add(sender, nextNumber[sender]);
    nextNumber[sender]++;
    if (senders.sent(sender) < messagesPerSender) {
      senders.send(sender, now);
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
    group.close();
  }
}
