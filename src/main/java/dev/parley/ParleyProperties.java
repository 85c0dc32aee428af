package dev.parley;

import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AccountSettings.Reservation;
import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Limits;
import dev.parley.chat.history.RetentionPolicy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the chat: {@code parley.*}.
 *
 * @param serverName name of the server; nobody can take it as a nick
 * @param dataDir directory that holds the SQLite database, the generated password of admin and the
 *     lock file
 */
@Validated
@ConfigurationProperties("parley")
public record ParleyProperties(
    @DefaultValue("parley") @NotBlank String serverName,
    @DefaultValue("./data") Path dataDir,
    @DefaultValue @Valid LimitProperties limits,
    @DefaultValue @Valid HistoryProperties history,
    @DefaultValue @Valid RoomProperties rooms,
    @DefaultValue @Valid ResumeProperties resume,
    @DefaultValue @Valid LineProperties line,
    @DefaultValue @Valid WebProperties web,
    @DefaultValue @Valid AccountProperties accounts) {

  /**
   * Limits of lines, connections, sessions and rooms; 0 means no limit.
   *
   * @param lineBytes bytes in one line of input, without its line end
   * @param connections connections at a time
   * @param connectionsPerAddress connections at a time from one address; an IPv6 /64 counts as one
   *     address. As many lost sessions of an address are held for its clients to resume
   * @param sendqBytes bytes that wait for a client that reads slowly
   * @param roomsPerSession rooms that a session can be in at a time
   * @param ignoresPerSession people that a session can ignore at a time
   * @param metadataKeys keys of metadata that a person or a room can have
   * @param metadataValueBytes bytes of a value of metadata, at most 300
   * @param messagesBurst lines that a client can send at once
   * @param messagesPerSecond lines a second that a client can send after the burst
   * @param tokenMessagesBurst lines that a client that logged in with a token can send at once
   * @param tokenMessagesPerSecond lines a second that a client that logged in with a token can send
   *     after the burst
   * @param loginTimeout time for a new connection to give a name
   * @param idleTimeout time without input after which a connection is closed
   * @param joinsBurst rooms that a session can join at once
   * @param joinsPerSecond rooms a second that a session can join after the burst
   * @param renamesBurst changes of name that a session can make at once
   * @param renamesPerSecond changes of name a second that a session can make after the burst
   * @param bansPerRoom bans and mutes that a room can have
   * @param replayBytes bytes of earlier lines (on resume, on join, by /history and /search) that
   *     are sent to a client at a time, at most a quarter of sendq-bytes; the next ones follow when
   *     it has taken them
   * @param replayBytesTogether bytes of earlier lines that wait for all clients together
   * @param replayTimeout time without taking anything after which a client that is sent earlier
   *     lines is closed
   * @param heldSessions lost sessions that are held for their clients to resume
   * @param heldMessageBytes bytes of private messages that are kept for a held session
   * @param heldMessageBytesTogether bytes of private messages that are kept for all held sessions
   */
  public record LimitProperties(
      @DefaultValue("4096") @Min(0) int lineBytes,
      @DefaultValue("15000") @Min(0) int connections,
      @DefaultValue("64") @Min(0) int connectionsPerAddress,
      @DefaultValue("1MB") @NotNegative DataSize sendqBytes,
      @DefaultValue("32") @Min(0) int roomsPerSession,
      @DefaultValue("100") @Min(0) int ignoresPerSession,
      @DefaultValue("20") @Min(0) int metadataKeys,
      @DefaultValue("300") @Min(1) @Max(Limits.MAX_METADATA_VALUE_BYTES) int metadataValueBytes,
      @DefaultValue("20") @Min(0) int messagesBurst,
      @DefaultValue("5") @Min(0) int messagesPerSecond,
      @DefaultValue("200") @Min(0) int tokenMessagesBurst,
      @DefaultValue("50") @Min(0) int tokenMessagesPerSecond,
      @DefaultValue("60s") @DurationMin(message = "must not be negative") Duration loginTimeout,
      @DefaultValue("0s") @DurationMin(message = "must not be negative") Duration idleTimeout,
      @DefaultValue("100") @Min(0) int joinsBurst,
      @DefaultValue("5") @Min(0) int joinsPerSecond,
      @DefaultValue("20") @Min(0) int renamesBurst,
      @DefaultValue("1") @Min(0) int renamesPerSecond,
      @DefaultValue("1000") @Min(0) int bansPerRoom,
      @DefaultValue("64KB") @NotNegative DataSize replayBytes,
      @DefaultValue("32MB") @NotNegative DataSize replayBytesTogether,
      @DefaultValue("30s") @DurationMin(message = "must not be negative") Duration replayTimeout,
      @DefaultValue("10000") @Min(0) int heldSessions,
      @DefaultValue("64KB") @NotNegative DataSize heldMessageBytes,
      @DefaultValue("16MB") @NotNegative DataSize heldMessageBytesTogether) {

    Limits limits() {
      return new Limits(
          lineBytes,
          connections,
          connectionsPerAddress,
          sendqBytes.toBytes(),
          roomsPerSession,
          ignoresPerSession,
          metadataKeys,
          metadataValueBytes,
          messagesBurst,
          messagesPerSecond,
          tokenMessagesBurst,
          tokenMessagesPerSecond,
          loginTimeout,
          idleTimeout,
          joinsBurst,
          joinsPerSecond,
          renamesBurst,
          renamesPerSecond,
          bansPerRoom,
          replayBytes.toBytes(),
          replayBytesTogether.toBytes(),
          replayTimeout,
          heldSessions,
          heldMessageBytes.toBytes(),
          heldMessageBytesTogether.toBytes());
    }
  }

  /**
   * Settings of what is kept and shown of earlier lines.
   *
   * @param onJoin last lines of a room that are shown on joining it
   * @param page lines shown at a time, by /history and /search for example
   * @param memoryLines newest lines of each room that are held in memory
   * @param lines newest lines that are kept of a room without a retention of its own; unset keeps
   *     all
   * @param age time for which lines are kept of a room without a retention of its own; unset keeps
   *     them for ever
   */
  public record HistoryProperties(
      @DefaultValue("20") @Min(0) int onJoin,
      @DefaultValue("100") @Min(1) @Max(1000) int page,
      @DefaultValue("1000") @Min(1) int memoryLines,
      @Min(0) @Nullable Long lines,
      @DurationMin(message = "must not be negative") @Nullable Duration age) {}

  /**
   * Settings of rooms.
   *
   * @param presenceLimit members above which arrivals and departures are summarized instead of
   *     shown one by one
   * @param presenceInterval shortest time between two summaries of arrivals and departures
   * @param renameInterval shortest time between two changes of a room's name by its owners
   * @param formerNameHold time for which the former name of a renamed room leads to it: who joins
   *     it is told the new name
   */
  public record RoomProperties(
      @DefaultValue("100") @Min(0) int presenceLimit,
      @DefaultValue("10s") @DurationMin(message = "must not be negative") Duration presenceInterval,
      @DefaultValue("1m") @DurationMin(message = "must not be negative") Duration renameInterval,
      @DefaultValue("1h") @DurationMin(message = "must not be negative") Duration formerNameHold) {}

  /**
   * Settings of {@code /resume}.
   *
   * @param hold time for which the name and the rooms of a dropped session are kept for /resume
   */
  public record ResumeProperties(
      @DefaultValue("2m") @DurationMin(message = "must not be negative") Duration hold) {}

  /**
   * Settings of the line protocol.
   *
   * @param greetingDelay time to wait for a client to send first before it is greeted, so that an
   *     HTTP request gets an HTTP answer; 0 greets at once
   */
  public record LineProperties(
      @DefaultValue("50ms") @DurationMin(message = "must not be negative")
          Duration greetingDelay) {}

  /**
   * Settings of accounts.
   *
   * @param registration who can create accounts: open (everyone), admin (over HTTP only) or off
   *     (nobody)
   * @param reservation whether the name of an account is reserved for it: strict or off
   * @param passwordMinLength shortest password of an account, in characters
   * @param passwordThreads number of passwords hashed at a time; 0 for half the number of
   *     processors, at least one
   * @param passwordQueue number of passwords that may wait to be hashed; beyond it logins and
   *     password changes are refused
   * @param certificates number of TLS certificates by which the owner of an account can log in; 0
   *     for no limit
   * @param scramIterations iterations of the hash by which clients log in with SCRAM-SHA-256; more
   *     make a stolen database harder to use, and a login slower at the client
   * @param alwaysOn accounts whose owners stay in their rooms without a connection
   */
  public record AccountProperties(
      @DefaultValue("open") Registration registration,
      @DefaultValue("strict") Reservation reservation,
      @DefaultValue("8") @Min(1) @Max(72) int passwordMinLength,
      @DefaultValue("0") @Min(0) @Max(1000) int passwordThreads,
      @DefaultValue("64") @Min(1) @Max(100_000) int passwordQueue,
      @DefaultValue("10") @Min(0) @Max(1000) int certificates,
      @DefaultValue("100000") @Min(4096) @Max(1_000_000) int scramIterations,
      @DefaultValue @Valid AlwaysOnProperties alwaysOn) {

    /**
     * Returns the settings of the core.
     *
     * @param alone whether this server is in no cluster, where no account is always on
     */
    AccountSettings settings(boolean alone) {
      return new AccountSettings(
          registration, reservation, passwordMinLength, certificates, alwaysOn.settings(alone));
    }
  }

  /**
   * Settings of accounts that are always on: their owners stay in their rooms without a connection.
   *
   * @param enabled whether people can have their accounts always on
   * @param accounts number of accounts that can be always on; 0 for no limit
   * @param hold time for which a person stays in the rooms without a connection; 0 for ever
   */
  public record AlwaysOnProperties(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("1000") @Min(0) int accounts,
      @DefaultValue("30d") @DurationMin(message = "must not be negative") Duration hold) {

    AlwaysOnSettings settings(boolean alone) {
      return new AlwaysOnSettings(enabled && alone, accounts, hold);
    }
  }

  /**
   * Settings of the protocol web.
   *
   * @param pingInterval time between two pings of a WebSocket, so that no proxy takes it for idle;
   *     0 sends none. A browser's answer counts as input for limits.idle-timeout
   */
  public record WebProperties(
      @DefaultValue("30s") @DurationMin(message = "must not be negative") Duration pingInterval) {}

  ChatSettings chatSettings() {
    return new ChatSettings(
        serverName,
        limits.limits(),
        history.onJoin(),
        history.page(),
        rooms.presenceLimit(),
        rooms.presenceInterval(),
        rooms.renameInterval(),
        rooms.formerNameHold(),
        resume.hold(),
        new RetentionPolicy(history.lines(), history.age()));
  }
}
