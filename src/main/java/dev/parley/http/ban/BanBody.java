package dev.parley.http.ban;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.BanTerm;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.name.Nick;
import dev.parley.http.problem.InvalidValue;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Represents a ban or a mute to create. */
@Schema(name = "NewBan")
record BanBody(
    @Schema(description = "one of nick, address, account and mask is needed", example = "troll")
        @Nullable String nick,
    @Schema(description = "an address or a network, IPv4 or IPv6: `192.0.2.0/24`")
        @Nullable String address,
    @Schema @Nullable String account,
    @Schema(
            description =
                "a ban keeps out, a mute lets not speak, an exemption lets both not apply, an"
                    + " invitation lets in; a ban unless given",
            example = "ban",
            allowableValues = {"ban", "mute", "exemption", "invitation"})
        @Pattern(
            regexp = "ban|mute|exemption|invitation",
            message = "must be ban, mute, exemption or invitation")
        @Nullable String kind,
    @Schema(description = "the whole server unless given; a mute needs it", example = "ops")
        @Nullable String room,
    @Schema(description = "when it ends by itself; for good unless given") @Nullable Instant until,
    @Schema(description = "in place of until: `10m`, `2h`, `7d`, `1w`, `PT36H`", example = "7d")
        @Nullable String duration,
    @Schema(description = "what those concerned are told", example = "spam")
        @Nullable String reason,
    @Schema(description = "nick!user@host with wildcards, in a room", example = "*!*@*.example.org")
        @Nullable String mask) {

  /** Latest time with a year of four digits. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  Ban.Target target() {
    if (Stream.of(nick, address, account, mask).filter(Objects::nonNull).count() != 1) {
      throw InvalidValue.of("nick", "must be given, or else address, account or mask");
    }
    if (address != null) {
      AddressRange range = AddressRange.parse(address);
      if (range == null) {
        throw InvalidValue.of("address", "must be an address or a network");
      }
      return new Ban.OfAddress(range);
    }
    if (mask != null) {
      PersonMask parsed = PersonMask.parse(mask);
      if (parsed == null) {
        throw InvalidValue.of("mask", "must be a mask: nick!user@host with wildcards");
      }
      return new Ban.OfMask(parsed);
    }
    return nick != null
        ? new Ban.OfNick(name("nick", nick))
        : new Ban.OfAccount(name("account", String.valueOf(account)));
  }

  private static Nick name(String field, String text) {
    Nick nick = Nick.parse(text);
    if (nick == null) {
      throw InvalidValue.of(field, "must be a name");
    }
    return nick;
  }

  Ban.Kind kindOrBan() {
    Ban.Kind known = kind == null ? null : Ban.Kind.of(kind);
    return known == null ? Ban.Kind.BAN : known;
  }

  @Nullable Instant end(Clock clock) {
    Instant now = clock.instant();
    if (until != null && duration != null) {
      throw InvalidValue.of("duration", "must not be given with until");
    }
    if (until != null && (!until.isAfter(now) || until.isAfter(LAST))) {
      throw InvalidValue.of("until", "must be in the future, and before the year 10000");
    }
    if (duration == null) {
      return until;
    }
    Duration time = BanTerm.parse(duration);
    if (time == null) {
      throw InvalidValue.of("duration", "must be like 10m, 2h, 7d, 1w or PT36H");
    }
    return now.plus(time);
  }

  String reasonOrNone() {
    return reason == null ? "" : reason;
  }
}
