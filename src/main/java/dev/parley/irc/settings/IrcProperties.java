package dev.parley.irc.settings;

import dev.parley.chat.history.LogEntry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the protocol irc: {@code parley.irc.*}.
 *
 * @param motdFile text file that is shown after the registration; read at the start. Unset shows
 *     where the lobby is
 * @param autoJoin rooms that people join on arrival
 * @param replayOnJoin last lines of a room, at most history.on-join, that are shown on joining it
 *     to clients that show the times of lines and do not ask for the history themselves
 * @param pingInterval silence after which a client is asked for a sign of life; 0 asks never
 * @param pingTimeout time for that sign of life, after which the connection is closed
 * @param cloakKey key by which hosts that tell no address are made of addresses; unset makes one at
 *     the first start and keeps it in the file irc-cloak-key of the data directory
 * @param whowasEntries people who have left that WHOWAS knows
 * @param monitorEntries names that a client can watch by MONITOR
 * @param clientsPerName clients of one account that share its name and rooms at a time; 1 lets the
 *     name be used by one alone
 * @param metadataSubscriptions keys of METADATA that a client can subscribe to
 * @param readMarkerEntries times that are remembered up to which people have read their
 *     conversations, of all people together
 */
@Validated
@ConfigurationProperties("parley.irc")
public record IrcProperties(
    @Nullable Path motdFile,
    @DefaultValue List<String> autoJoin,
    @DefaultValue("20") @Min(0) int replayOnJoin,
    @DefaultValue("2m") @DurationMin(message = "must not be negative") Duration pingInterval,
    @DefaultValue("1m") @DurationMin(message = "must not be negative") Duration pingTimeout,
    @Nullable @Pattern(regexp = ".*\\S.*") String cloakKey,
    @DefaultValue("1000") @Min(0) int whowasEntries,
    @DefaultValue("100") @Min(1) int monitorEntries,
    @DefaultValue("10") @Min(1) int clientsPerName,
    @DefaultValue("50") @Min(1) int metadataSubscriptions,
    @DefaultValue("10000") @Min(1) int readMarkerEntries,
    @DefaultValue @Valid StrictTransport sts,
    @DefaultValue @Valid Multiline multiline) {

  /**
   * Settings of messages that clients send in several parts (draft/multiline).
   *
   * @param maxBytes bytes of a message that a client sends in several parts (draft/multiline); a
   *     longer one is refused
   * @param maxLines parts of such a message, at most 100; one of more is refused
   */
  public record Multiline(
      @DefaultValue("4096") @Min(1) int maxBytes,
      @DefaultValue("100") @Min(1) @Max(LogEntry.MAX_LINES) int maxLines) {}

  /**
   * Settings of strict transport security: clients that connect without encryption are told to come
   * back with it, and to do so from then on.
   *
   * @param duration time for which clients keep to encryption; 0 does not ask for it
   * @param port port that clients come back to; 0 is that of the first listener with the protocol
   *     irc and an ssl-bundle
   * @param preload whether lists of servers that want encryption can have this one
   */
  public record StrictTransport(
      @DefaultValue("0s") @DurationMin(message = "must not be negative") Duration duration,
      @DefaultValue("0") @Min(0) int port,
      @DefaultValue("false") boolean preload) {}
}
