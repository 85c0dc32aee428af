package dev.parley.chat;

import dev.parley.chat.api.Limits;
import java.time.Duration;

/** Builds the limits of a test: there are none but those set. */
public final class SetLimits {

  private int lineBytes;
  private int connections;
  private int connectionsPerAddress;
  private long sendqBytes;
  private int rooms;
  private int ignores;
  private int metadataKeys;
  private int tokenMessagesBurst;
  private int tokenMessagesPerSecond;
  private Duration loginTimeout = Duration.ZERO;
  private int joinsBurst;
  private int joinsPerSecond;
  private int renamesBurst;
  private int renamesPerSecond;
  private int bansPerRoom;
  private long replayBytes;
  private long replayBytesTogether;
  private int heldSessions;
  private long heldMessageBytes;
  private long heldMessageBytesTogether;

  /** Returns the limits that are set. */
  public Limits limits() {
    return new Limits(
        lineBytes,
        connections,
        connectionsPerAddress,
        sendqBytes,
        rooms,
        ignores,
        metadataKeys,
        Limits.MAX_METADATA_VALUE_BYTES,
        0,
        0,
        tokenMessagesBurst,
        tokenMessagesPerSecond,
        loginTimeout,
        Duration.ZERO,
        joinsBurst,
        joinsPerSecond,
        renamesBurst,
        renamesPerSecond,
        bansPerRoom,
        replayBytes,
        replayBytesTogether,
        Duration.ZERO,
        heldSessions,
        heldMessageBytes,
        heldMessageBytesTogether);
  }

  public SetLimits lineBytes(int most) {
    lineBytes = most;
    return this;
  }

  public SetLimits connections(int most, int perAddress) {
    connections = most;
    connectionsPerAddress = perAddress;
    return this;
  }

  public SetLimits sendqBytes(long most) {
    sendqBytes = most;
    return this;
  }

  public SetLimits rooms(int most) {
    rooms = most;
    return this;
  }

  public SetLimits ignores(int most) {
    ignores = most;
    return this;
  }

  public SetLimits metadataKeys(int most) {
    metadataKeys = most;
    return this;
  }

  public SetLimits tokenMessages(int burst, int perSecond) {
    tokenMessagesBurst = burst;
    tokenMessagesPerSecond = perSecond;
    return this;
  }

  public SetLimits loginTimeout(Duration time) {
    loginTimeout = time;
    return this;
  }

  public SetLimits joins(int burst, int perSecond) {
    joinsBurst = burst;
    joinsPerSecond = perSecond;
    return this;
  }

  public SetLimits renames(int burst, int perSecond) {
    renamesBurst = burst;
    renamesPerSecond = perSecond;
    return this;
  }

  public SetLimits replayBytes(long each, long together) {
    replayBytes = each;
    replayBytesTogether = together;
    return this;
  }

  public SetLimits heldSessions(int most) {
    heldSessions = most;
    return this;
  }

  public SetLimits heldMessageBytes(long perSession, long together) {
    heldMessageBytes = perSession;
    heldMessageBytesTogether = together;
    return this;
  }

  public SetLimits bans(int most) {
    bansPerRoom = most;
    return this;
  }
}
