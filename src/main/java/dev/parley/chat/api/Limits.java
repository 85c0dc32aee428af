package dev.parley.chat.api;

import java.time.Duration;

/**
 * Holds the limits on what people may do. 0 or an empty duration means no limit.
 *
 * @param lineBytes bytes in one line of input, its end not counted
 * @param connections connections at a time
 * @param connectionsPerAddress connections at a time from one address; also the number of lost
 *     sessions of that address that can be resumed
 * @param sendqBytes bytes that may be queued for a slow reader
 * @param roomsPerSession rooms that one session may be in
 * @param ignoresPerSession names that one session may ignore
 * @param metadataKeys keys of metadata that a person or a room may have
 * @param metadataValueBytes bytes that a value of metadata may have
 * @param messagesBurst lines that a session may send at once
 * @param messagesPerSecond lines a second that it may send after that
 * @param tokenMessagesBurst lines that a session may send at once that logged in with a token
 * @param tokenMessagesPerSecond lines a second that it may send after that
 * @param loginTimeout time within which a connection must give a name
 * @param idleTimeout time without input after which a session is closed
 * @param joinsBurst rooms that a session may join at once
 * @param joinsPerSecond rooms a second that it may join after that
 * @param renamesBurst changes of name that a session may make at once
 * @param renamesPerSecond changes of name a second that it may make after that
 * @param bansPerRoom bans and mutes that a room may have
 * @param replayBytes bytes of old lines that are queued for one reader at a time
 * @param replayBytesTogether bytes of old lines that are queued for all readers together
 * @param replayTimeout time within which a reader must accept some of a replay
 * @param heldSessions lost sessions that are kept for resumption
 * @param heldMessageBytes bytes of private messages that are kept for one such session
 * @param heldMessageBytesTogether bytes of private messages that are kept for all of them
 */
public record Limits(
    int lineBytes,
    int connections,
    int connectionsPerAddress,
    long sendqBytes,
    int roomsPerSession,
    int ignoresPerSession,
    int metadataKeys,
    int metadataValueBytes,
    int messagesBurst,
    int messagesPerSecond,
    int tokenMessagesBurst,
    int tokenMessagesPerSecond,
    Duration loginTimeout,
    Duration idleTimeout,
    int joinsBurst,
    int joinsPerSecond,
    int renamesBurst,
    int renamesPerSecond,
    int bansPerRoom,
    long replayBytes,
    long replayBytesTogether,
    Duration replayTimeout,
    int heldSessions,
    long heldMessageBytes,
    long heldMessageBytesTogether) {

  /** The maximum of {@code metadataValueBytes}, so that every protocol shows a value whole. */
  public static final int MAX_METADATA_VALUE_BYTES = 300;

  /** Limits a piece of a replay to this part of the send queue. */
  private static final int SENDQ_SHARE = 4;

  /**
   * Returns the approximate size of a piece of a replay, in bytes. The send queue has room for a
   * piece in any form and for new lines meanwhile, so that a replay does not disconnect a client
   * that reads.
   */
  public long replayPiece() {
    long piece = replayBytes == 0 ? Long.MAX_VALUE : replayBytes;
    return sendqBytes == 0 ? piece : Math.clamp(sendqBytes / SENDQ_SHARE, 1, piece);
  }
}
