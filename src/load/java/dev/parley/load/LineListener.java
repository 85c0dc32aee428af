package dev.parley.load;

/** Receives the lines that a {@link MessageReader} finds. Called on the thread that reads. */
interface LineListener {

  /**
   * Receives a line that ends with a message, or a JSON object whose text is one. Only the length
   * of the message was checked.
   *
   * @param bytes a buffer that is valid during the call
   * @param lineFrom index of the line's first byte
   * @param at index of the message's first byte
   * @param now time of the read, in nanoseconds
   */
  void message(Member member, byte[] bytes, int lineFrom, int at, long now);

  /** Receives any other line. */
  void other(Member member, String line);

  /** Handles a connection that the server has closed. */
  void closed(Member member);
}
