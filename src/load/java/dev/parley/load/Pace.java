package dev.parley.load;

/** When messages are sent. */
interface Pace extends AutoCloseable {

  /** Begins. */
  void start();

  /** A message has come to one more receiver. Called by the thread that reads. */
  void delivered(int sender, int number, long now);

  /** Ends the sending: nothing is sent after this. */
  @Override
  void close();

  /** How late messages were sent since this was last asked. */
  default Latency lateness() {
    return Latency.of(Latency.histogram());
  }

  /** Throws what has gone wrong in sending. */
  default void check() {}
}
