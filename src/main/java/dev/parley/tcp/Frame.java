package dev.parley.tcp;

/** What a protocol finds in the bytes of one connection. Immutable. */
public sealed interface Frame {

  /** A line of valid UTF-8, without its end; in a protocol without lines, what one read brought. */
  record Line(String text) implements Frame {
    /** Keeps what people say, and the passwords that they type, out of logs. */
    @Override
    public String toString() {
      return "Line[" + text.length() + " characters]";
    }
  }

  /** A line of more than {@code limit} bytes. Its bytes are gone; the next line is unharmed. */
  record TooLong(int limit) implements Frame {}

  /** A line that is not UTF-8 (RFC 3629). Its bytes are gone; the next line is unharmed. */
  record NotUtf8() implements Frame {}

  /** A line of UTF-16. Its bytes are gone. */
  record Utf16() implements Frame {}

  /**
   * The person interrupted: telnet's IP or ABORT (RFC 854, RFC 1184). What had been typed of a line
   * is gone.
   */
  record Interrupt() implements Frame {}

  /** The peer asks whether anybody is there: telnet's AYT (RFC 854). The line goes on behind it. */
  record AreYouThere() implements Frame {}

  /** Nothing more comes: the stream's end, or telnet's EOF (RFC 1184). */
  record EndOfInput() implements Frame {}
}
