package dev.parley.chat.api;

/**
 * Counts events and reports faults (a port). Called from any thread; does not block and never
 * throws.
 */
public interface ChatMetrics {

  /** Records that a line was received by a listener and posted to a room or a person. */
  void posted(String listener);

  /** Records a refusal. */
  void refused(Refusal refusal);

  /** Records the end of a connection. */
  void disconnected(Disconnect.Reason reason);

  /** Records the time from an append to a room's log until its result was known. */
  void appended(long nanos);

  /**
   * Reports a fault of the server, for the log. Called once for each fault, where it is handled.
   *
   * @param task the task that failed, as a noun, without any text of users
   */
  void failed(String task, Throwable fault);

  /** Counts nothing and logs nothing. */
  ChatMetrics NONE =
      new ChatMetrics() {
        @Override
        public void posted(String listener) {}

        @Override
        public void refused(Refusal refusal) {}

        @Override
        public void disconnected(Disconnect.Reason reason) {}

        @Override
        public void appended(long nanos) {}

        @Override
        public void failed(String task, Throwable fault) {}
      };
}
