package dev.parley.load;

/** Decides when messages are sent. */
interface SendLoop extends AutoCloseable {

  /** Starts to send. */
  void start();

  /** Records a delivery of a message to one more receiver. Called by the thread that reads. */
  void delivered(int sender, int number, long now);

  /** Stops to send. */
  @Override
  void close();

  /** Returns the time from when messages were due until they were sent, since the last call. */
  default Latency lateness() {
    return Latency.of(Latency.histogram());
  }

  /** Throws the exception that has ended the sending, if there is one. */
  default void throwFailure() {}
}
