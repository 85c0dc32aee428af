package dev.parley.http.ban;

import dev.parley.chat.moderation.Ban;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents a ban or a mute in the API. One of nick, address, account and mask is its target. */
@Schema(name = "Ban")
public record BanJson(
    @Schema(example = "3f0c5d0e-7c1f-4be1-8a53-0c6a4b9fd1d5") String id,
    @Schema(
            example = "ban",
            allowableValues = {"ban", "mute", "exemption", "invitation"})
        String kind,
    @Schema(
            description = "null for the whole server",
            example = "ops",
            types = {"string", "null"})
        @Nullable String room,
    @Schema(
            example = "troll",
            types = {"string", "null"})
        @Nullable String nick,
    @Schema(
            description = "an address or a network",
            types = {"string", "null"})
        @Nullable String address,
    @Schema(types = {"string", "null"}) @Nullable String account,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant createdAt,
    @Schema(
            description = "when it ends by itself, null for good",
            example = "2026-11-23T10:15:30.123Z",
            types = {"string", "null"})
        @Nullable Instant until,
    @Schema(example = "spam") String reason,
    @Schema(description = "who imposed it", example = "admin") String by,
    @Schema(
            description = "nick!user@host",
            example = "*!*@*.example.org",
            types = {"string", "null"})
        @Nullable String mask) {

  public static BanJson of(Ban ban) {
    Ban.Target target = ban.target();
    return new BanJson(
        ban.id(),
        ban.kind().code(),
        ban.room() == null ? null : ban.room().value(),
        target instanceof Ban.OfNick ? target.toString() : null,
        target instanceof Ban.OfAddress ? target.toString() : null,
        target instanceof Ban.OfAccount ? target.toString() : null,
        ban.since(),
        ban.until(),
        ban.reason(),
        ban.by(),
        target instanceof Ban.OfMask ? target.toString() : null);
  }
}
