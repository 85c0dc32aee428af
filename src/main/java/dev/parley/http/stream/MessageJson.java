package dev.parley.http.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.api.PostedLine;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;

/**
 * Represents a line of a room's log in the API: in lists, streams and exports. It is the same
 * object as in the line protocol's JSON mode, member by member.
 */
@Schema(name = "Message")
public record MessageJson(
    @Schema(
            example = "message",
            allowableValues = {"message", "emote", "topic"})
        String type,
    @Schema(example = "ops") String room,
    @Schema(example = "812") long offset,
    @Schema(
            description = "names the life of the log that the offset is of",
            example = "0b7d9a5e-64a4-4a3c-9d43-6a52a2c7c0f5")
        String epoch,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant at,
    @Schema(example = "ci") String from,
    @Schema(description = "empty where it is redacted", example = "Build 812 passed.") String text,
    @Schema(description = "left out where it is not", hidden = true)
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean redacted) {

  public static MessageJson of(RoomName room, String epoch, LogEntry entry) {
    return new MessageJson(
        entry.kind().name().toLowerCase(Locale.ROOT),
        room.value(),
        entry.offset(),
        epoch,
        entry.at(),
        entry.from(),
        entry.text(),
        entry.redacted());
  }

  public static MessageJson of(PostedLine posted) {
    return of(posted.room(), posted.epoch(), posted.entry());
  }
}
