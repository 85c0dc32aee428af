package dev.parley.line;

import dev.parley.chat.Reply;
import dev.parley.tcp.Peer;
import java.util.function.Consumer;

/**
 * What someone is shown who comes back, written in pieces. After each piece it is said how far the
 * room is shown by then, so that of a long replay that breaks off only the rest is shown again.
 */
final class Replay {

  /** A piece is sent once it is that long, in characters. */
  private static final int PIECE = 32 * 1024;

  private final Peer peer;
  private final Consumer<String> write;
  private final StringBuilder piece = new StringBuilder();

  /**
   * @param write encodes lines and writes them to the peer
   */
  Replay(Peer peer, Consumer<String> write) {
    this.peer = peer;
    this.write = write;
  }

  /** Adds lines that are not a room's. */
  void add(String lines) {
    piece.append(lines);
  }

  /** Adds a line that was missed, which shows the room up to this offset. */
  void add(String line, Reply.Back back, long offset) {
    piece.append(line);
    if (piece.length() >= PIECE) {
      showsUpTo(back, offset);
    }
  }

  /** All that was missed in a room is added. */
  void end(Reply.Back back) {
    showsUpTo(back, back.entered().shown());
  }

  /** Sends what was not sent yet. */
  void end() {
    write.accept(piece.toString());
    piece.setLength(0);
  }

  private void showsUpTo(Reply.Back back, long offset) {
    end();
    peer.showsUpTo(back.entered().room().position().epoch(), offset);
  }
}
