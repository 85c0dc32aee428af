package dev.parley.chat.api;

import java.time.Duration;

/**
 * Holds the limits on what people may do. 0 or an empty duration means no limit.
 *
 * @param lineBytes bytes in one line of input, its end not counted
 * @param connections connections at a time
 * @param connectionsPerAddress connections at a time from one address; so many sessions of those
 *     that were lost from there are kept to be come back to
 * @param sendqBytes bytes that may wait for a reader that is behind
 * @param roomsPerSession rooms that one session may be in
 * @param ignoresPerSession names that one session may ignore
 * @param messagesBurst lines that a session may send at once
 * @param messagesPerSecond lines a second that it may send after that
 * @param tokenMessagesBurst lines that a session may send at once that logged in with a token
 * @param tokenMessagesPerSecond lines a second that it may send after that
 * @param loginTimeout time to give a name in
 * @param idleTimeout time after which a session that says nothing is closed
 * @param joinsBurst rooms that a session may join at once
 * @param joinsPerSecond rooms a second that it may join after that
 * @param renamesBurst how often a session may change its name at once
 * @param renamesPerSecond how often a second it may do so after that
 * @param bansPerRoom bans and mutes that a room may have
 * @param replayBytes bytes of lines said before that wait for one reader at a time
 * @param replayBytesTogether bytes of lines said before that wait for all readers together
 * @param replayTimeout time in which a reader has to take something of what is replayed to it
 * @param heldSessions sessions whose connections are lost that are kept to be come back to
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

  /** Limits a piece of a replay to this part of the send queue. */
  private static final int SENDQ_SHARE = 4;

  /**
   * Returns the approximate size of a piece of a replay, in bytes. Whatever their form makes of
   * them, the send queue has room for them and for what is said meanwhile, so that a reader who
   * reads is not taken for one who does not.
   */
  public long replayPiece() {
    long piece = replayBytes == 0 ? Long.MAX_VALUE : replayBytes;
    return sendqBytes == 0 ? piece : Math.clamp(sendqBytes / SENDQ_SHARE, 1, piece);
  }
}
