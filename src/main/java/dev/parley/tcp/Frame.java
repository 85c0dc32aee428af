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

  /**
   * Stands for a discarded line that is not UTF-8 (RFC 3629). The next line is unharmed.
   *
   * @param legible the line with U+FFFD in place of what is not UTF-8, for protocols whose answer
   *     names the request; empty in others
   */
  record NotUtf8(String legible) implements Frame {
    /** Creates a frame without the text of the line. */
    public NotUtf8() {
      this("");
    }

    /** Leaves the text out of logs. */
    @Override
    public String toString() {
      return "NotUtf8[" + legible.length() + " characters]";
    }
  }

  /** Stands for a discarded line of UTF-16. */
  record Utf16() implements Frame {}

  /**
   * Interrupts: telnet's IP or ABORT (RFC 854, RFC 1184). The part of a line that was typed before
   * it is discarded.
   */
  record Interrupt() implements Frame {}

  /** Asks for a sign of life: telnet's AYT (RFC 854). The line continues behind it. */
  record AreYouThere() implements Frame {}

  /**
   * Asks for a sign of life that repeats its payload: WebSocket's ping (RFC 6455, section 5.5.2).
   *
   * @param payload the bytes to repeat, as characters of ISO 8859-1
   */
  record Ping(String payload) implements Frame {
    /** Leaves the payload out of logs. */
    @Override
    public String toString() {
      return "Ping[" + payload.length() + " bytes]";
    }
  }

  /**
   * Stands for input that breaks the protocol. Nothing behind it can be read.
   *
   * @param detail the fault as a clause, for the log and for the other side
   */
  record Violation(String detail) implements Frame {}

  /** Stands for input of a kind that the protocol does not take. Nothing behind it is read. */
  record Unsupported() implements Frame {}

  /** Ends the input: the end of the stream, telnet's EOF (RFC 1184), or WebSocket's close frame. */
  record EndOfInput() implements Frame {}
}
