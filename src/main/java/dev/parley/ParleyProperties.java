package dev.parley;

import dev.parley.chat.ChatSettings;
import dev.parley.chat.Limits;
import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AccountSettings.Reservation;
import dev.parley.chat.history.Retention;
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
 * What can be set about the chat itself.
 *
 * @param serverName the name that the server goes by
 * @param dataDir the directory of everything that parley keeps
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
    @DefaultValue @Valid AccountProperties accounts) {

  /**
   * The limits that people meet; 0 means no limit.
   *
   * @param lineBytes bytes in one line of input, its end not counted
   * @param connections connections at a time
   * @param connectionsPerAddress connections at a time from one address
   * @param sendqBytes bytes that may wait for a reader that is behind
   * @param roomsPerSession rooms that one session may be in
   * @param ignoresPerSession names that one session may ignore
   * @param messagesBurst lines that a client may send at once
   * @param messagesPerSecond lines a second that it may send after that
   * @param tokenMessagesBurst lines that a client may send at once that logged in with a token
   * @param tokenMessagesPerSecond lines a second that it may send after that
   * @param loginTimeout time to give a name in
   * @param idleTimeout time after which a client that says nothing is closed
   * @param joinsBurst rooms that one may join at once
   * @param joinsPerSecond rooms a second that one may join after that
   * @param renamesBurst how often one may change the name at once
   * @param renamesPerSecond how often a second one may do so after that
   * @param bansPerRoom bans and mutes that a room may have
   */
  public record LimitProperties(
      @DefaultValue("4096") @Min(0) int lineBytes,
      @DefaultValue("15000") @Min(0) int connections,
      @DefaultValue("64") @Min(0) int connectionsPerAddress,
      @DefaultValue("1MB") @NotNegative DataSize sendqBytes,
      @DefaultValue("32") @Min(0) int roomsPerSession,
      @DefaultValue("100") @Min(0) int ignoresPerSession,
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
      @DefaultValue("1000") @Min(0) int bansPerRoom) {

    Limits limits() {
      return new Limits(
          lineBytes,
          connections,
          connectionsPerAddress,
          sendqBytes.toBytes(),
          roomsPerSession,
          ignoresPerSession,
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
          bansPerRoom);
    }
  }

  /**
   * What people see of what was said before.
   *
   * @param onJoin how many of a room's last lines one sees on coming in
   * @param page how many lines one is shown at a time
   * @param memoryLines how many of a room's newest lines are kept in memory
   * @param lines how many of a room's newest lines are kept, where the room itself says nothing;
   *     unset for all
   * @param age how long a line is kept, where the room itself says nothing; unset for ever
   */
  public record HistoryProperties(
      @DefaultValue("20") @Min(0) int onJoin,
      @DefaultValue("100") @Min(1) @Max(1000) int page,
      @DefaultValue("1000") @Min(1) int memoryLines,
      @Min(0) @Nullable Long lines,
      @DurationMin(message = "must not be negative") @Nullable Duration age) {}

  /**
   * How rooms behave.
   *
   * @param presenceLimit in a room of more members, arrivals and departures are summed up
   * @param presenceInterval how long at least between two such sums
   */
  public record RoomProperties(
      @DefaultValue("100") @Min(0) int presenceLimit,
      @DefaultValue("10s") @DurationMin(message = "must not be negative")
          Duration presenceInterval) {}

  /**
   * How sessions come back after a drop.
   *
   * @param hold how long the place of a session that was dropped is kept for it
   */
  public record ResumeProperties(
      @DefaultValue("2m") @DurationMin(message = "must not be negative") Duration hold) {}

  /**
   * How the line protocol behaves.
   *
   * @param greetingDelay how long a client may speak first before it is greeted, so that what is
   *     not a chat client (a browser) is answered in its own way; 0 to greet at once
   */
  public record LineProperties(
      @DefaultValue("50ms") @DurationMin(message = "must not be negative")
          Duration greetingDelay) {}

  /**
   * Accounts.
   *
   * @param registration who makes accounts: everyone ({@code open}), the admin alone ({@code
   *     admin}) or nobody ({@code off})
   * @param reservation whether an account's name is kept from everyone else: {@code strict} or
   *     {@code off}
   * @param passwordMinLength how many characters a password has at least
   */
  public record AccountProperties(
      @DefaultValue("open") Registration registration,
      @DefaultValue("strict") Reservation reservation,
      @DefaultValue("8") @Min(1) @Max(72) int passwordMinLength) {

    AccountSettings settings() {
      return new AccountSettings(registration, reservation, passwordMinLength);
    }
  }

  ChatSettings chatSettings() {
    return new ChatSettings(
        serverName,
        limits.limits(),
        history.onJoin(),
        history.page(),
        rooms.presenceLimit(),
        rooms.presenceInterval(),
        resume.hold(),
        new Retention(history.lines(), history.age()));
  }
}
