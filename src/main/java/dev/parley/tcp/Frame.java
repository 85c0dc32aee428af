package dev.parley.tcp;

/** Represents a frame that a protocol decodes from the bytes of one connection. Immutable. */
public sealed interface Frame {

  /**
   * Holds a line of valid UTF-8 without its end; in a protocol without lines, the bytes of one
   * read.
   */
  record Line(String text) implements Frame {
    /** Leaves the text out, so that messages and passwords stay out of logs. */
    @Override
    public String toString() {
      return "Line[" + text.length() + " characters]";
    }
  }

  /** Stands for a discarded line of more than {@code limit} bytes. The next line is unharmed. */
  record TooLong(int limit) implements Frame {}

  /** Stands for a discarded line that is not UTF-8 (RFC 3629). The next line is unharmed. */
  record NotUtf8() implements Frame {}

  /** Stands for a discarded line of UTF-16. */
  record Utf16() implements Frame {}

  /**
   * Interrupts: telnet's IP or ABORT (RFC 854, RFC 1184). The part of a line that was typed before
   * it is discarded.
   */
  record Interrupt() implements Frame {}

  /** Asks for a sign of life: telnet's AYT (RFC 854). The line continues behind it. */
  record AreYouThere() implements Frame {}

  /** Ends the input: the end of the stream, or telnet's EOF (RFC 1184). */
  record EndOfInput() implements Frame {}
}
