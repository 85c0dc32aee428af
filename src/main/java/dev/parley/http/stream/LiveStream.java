package dev.parley.http.stream;

/** Represents a stream that is open. Safe for use from any thread. */
public interface LiveStream {

  /** Ends the stream once what is queued is written. Does not block. */
  void end(StreamEnd why);

  /** Aborts the stream's connection; what is queued is lost. */
  void abort();

  /** Returns the number of queued bytes. */
  long waitingBytes();
}
