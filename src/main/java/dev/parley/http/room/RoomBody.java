package dev.parley.http.room;

import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Represents the settings of a room to create or change. A setting that is left out has the default
 * of rooms that operators create.
 */
@Schema(name = "RoomSettings")
record RoomBody(
    @Schema(description = "needed to make a room; a room keeps it", example = "ops")
        @Nullable String name,
    @Schema(example = "Deployments and their aftermath") @Nullable String topic,
    @Schema(description = "whether it stays when its last member leaves", example = "true")
        @Nullable Boolean persistent,
    @Schema(description = "whether it is left out of lists", example = "false")
        @Nullable Boolean secret,
    @Schema(
            description = "what one has to know to come in, null where everybody may",
            example = "swordfish",
            types = {"string", "null"})
        @Pattern(regexp = RoomSettings.KEY_CHARACTER + "+", message = "must be one word")
        @Size(max = RoomSettings.MAX_KEY)
        @Nullable String key,
    @Schema(description = "0 for no limit", example = "0") @PositiveOrZero
        @Nullable Integer maxMembers,
    @Schema(description = "whether only those speak who have a voice", example = "false")
        @Nullable Boolean moderated,
    @Schema(description = "between two messages of a member, 0 for no wait", example = "0")
        @PositiveOrZero
        @Nullable Integer slowModeSeconds,
    @Schema(description = "null for the server's default") @Valid @Nullable RetentionJson retention,
    @Schema(description = "whether only its owners speak, and operators", example = "false")
        @Nullable Boolean readOnly,
    @Schema(description = "whether one comes in only when invited", example = "false")
        @Nullable Boolean inviteOnly,
    @Schema(description = "whether only its moderators change the topic", example = "false")
        @Nullable Boolean topicLocked,
    @Schema(description = "whether those speak too who are not in it", example = "false")
        @Nullable Boolean external,
    @Schema(description = "whether requests to clients are refused", example = "false")
        @Nullable Boolean noSignals) {

  static RoomBody of(RoomInfo room) {
    RoomSettings settings = room.settings();
    RetentionPolicy retention = settings.retention();
    return new RoomBody(
        room.name().value(),
        room.topic(),
        settings.persistent(),
        settings.secret(),
        settings.key(),
        settings.maxMembers(),
        settings.moderated(),
        settings.slowModeSeconds(),
        retention == null ? null : RetentionJson.of(retention),
        settings.readOnly(),
        settings.inviteOnly(),
        settings.topicLocked(),
        settings.external(),
        settings.noSignals());
  }

  /** Returns the topic, empty if there is none. */
  String topicOrNone() {
    return topic == null ? "" : topic;
  }

  RoomSettings settings() {
    RoomSettings unless = RoomSettings.PERSISTENT;
    return new RoomSettings(
        persistent == null ? unless.persistent() : persistent,
        secret == null ? unless.secret() : secret,
        key,
        maxMembers == null ? unless.maxMembers() : maxMembers,
        slowModeSeconds == null ? unless.slowModeSeconds() : slowModeSeconds,
        retention == null ? null : retention.retention(),
        Boolean.TRUE.equals(moderated),
        Boolean.TRUE.equals(readOnly),
        Boolean.TRUE.equals(inviteOnly),
        Boolean.TRUE.equals(topicLocked),
        Boolean.TRUE.equals(external),
        Boolean.TRUE.equals(noSignals));
  }
}
