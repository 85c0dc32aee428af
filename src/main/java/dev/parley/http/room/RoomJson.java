package dev.parley.http.room;

import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomSettings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents a room in the API. */
@Schema(name = "Room")
record RoomJson(
    @Schema(example = "ops") String name,
    @Schema(example = "Deployments and their aftermath") String topic,
    @Schema(example = "true") boolean persistent,
    @Schema(example = "false") boolean secret,
    @Schema(example = "false") boolean hasKey,
    @Schema(description = "0 for no limit", example = "0") int maxMembers,
    @Schema(example = "false") boolean moderated,
    @Schema(description = "0 for no wait", example = "0") int slowModeSeconds,
    @Schema(description = "null for the server's default") @Nullable RetentionJson retention,
    @Schema(description = "how many", example = "3") int members,
    @Schema(
            description = "names this life of the log",
            example = "0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5")
        String epoch,
    @Schema(description = "of the oldest line that can be read", example = "1") long firstOffset,
    @Schema(description = "of the newest line, 0 where nothing was said yet", example = "812")
        long lastOffset,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant createdAt,
    @Schema(example = "false") boolean readOnly,
    @Schema(example = "false") boolean inviteOnly,
    @Schema(example = "false") boolean topicLocked,
    @Schema(example = "false") boolean external,
    @Schema(example = "false") boolean noSignals) {

  static RoomJson of(RoomInfo room) {
    RoomSettings settings = room.settings();
    RetentionPolicy retention = settings.retention();
    Position position = room.position();
    return new RoomJson(
        room.name().value(),
        room.topic(),
        settings.persistent(),
        settings.secret(),
        settings.key() != null,
        settings.maxMembers(),
        settings.moderated(),
        settings.slowModeSeconds(),
        retention == null ? null : RetentionJson.of(retention),
        room.members(),
        position.epoch(),
        position.first(),
        position.last(),
        room.createdAt(),
        settings.readOnly(),
        settings.inviteOnly(),
        settings.topicLocked(),
        settings.external(),
        settings.noSignals());
  }
}
