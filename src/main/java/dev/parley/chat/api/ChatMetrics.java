package dev.parley.chat.api;

/**
 * Port: told of what happens, in order to count it, and of faults, in order to log them. Called
 * from any thread; quick, never throws.
 */
public interface ChatMetrics {

  /** A line came in by a listener and was posted to a room or a person. */
  void posted(String listener);

  /** Something was refused. */
  void refused(Refusal refusal);

  /** A connection ended. */
  void disconnected(Disconnect.Reason reason);

  /** An append to a room's log took this long until it was known to be stored or not. */
  void appended(long nanos);

  /**
   * Something failed by a fault of the server's own, which is to be logged. Called once for each
   * fault, where it is handled.
   *
   * @param task which work failed, as a noun; nothing that people said is in it
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
