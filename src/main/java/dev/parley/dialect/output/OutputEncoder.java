package dev.parley.dialect.output;

/** Encodes lines of output for one connection. Confined to its event loop. */
public interface OutputEncoder {

  /**
   * Encodes whole lines.
   *
   * @param lines lines, each ended by LF
   */
  byte[] encode(String lines);

  /** Returns whether lines end in CR LF now. */
  default boolean crlf() {
    return false;
  }
}
