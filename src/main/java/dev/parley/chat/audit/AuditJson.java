package dev.parley.chat.audit;

import static java.util.stream.Collectors.joining;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the state of a changed object as JSON (RFC 8259) for the audit, without secrets. */
public final class AuditJson {

  private final StringBuilder json = new StringBuilder("{");

  public static String of(RoomInfo room) {
    RoomSettings settings = room.settings();
    RetentionPolicy keep = settings.retention();
    Duration age = keep == null ? null : keep.age();
    return new AuditJson()
        .with("topic", room.topic())
        .with("persistent", settings.persistent())
        .with("secret", settings.secret())
        .with("hasKey", settings.key() != null)
        .with("maxMembers", settings.maxMembers())
        .with("moderated", settings.moderated())
        .with("slowModeSeconds", settings.slowModeSeconds())
        .with("keepLines", keep == null ? null : keep.lines())
        .with("keepAge", age == null ? null : age.toString())
        .with("readOnly", settings.readOnly())
        .with("inviteOnly", settings.inviteOnly())
        .with("topicLocked", settings.topicLocked())
        .with("external", settings.external())
        .with("noSignals", settings.noSignals())
        .end();
  }

  public static String of(Ban ban) {
    return new AuditJson()
        .with("kind", ban.kind().code())
        .with("room", ban.room() == null ? null : ban.room().value())
        .with("target", ban.target().toString())
        .with("until", ban.until() == null ? null : ban.until().toString())
        .with("reason", ban.reason())
        .end();
  }

  public static @Nullable String of(Role role) {
    return role == Role.MEMBER ? null : new AuditJson().with("role", role.code()).end();
  }

  public static String of(Lockdown lockdown) {
    return new AuditJson()
        .with("level", lockdown.level().code())
        .with("reason", lockdown.reason())
        .end();
  }

  /** Writes the properties of an account that can be changed. */
  public static String of(AccountProfile account) {
    return new AuditJson()
        .with("name", account.name())
        .with("admin", account.admin())
        .with("disabled", account.disabled())
        .with("alwaysOn", account.alwaysOn())
        .end();
  }

  public static String of(Fingerprint certificate) {
    return new AuditJson().with("fingerprint", certificate).end();
  }

  /**
   * Writes the properties of a token.
   *
   * @param owner the account that it belongs to, null for none
   */
  public static String of(ApiToken token, @Nullable AccountProfile owner) {
    String scopes = token.scopes().stream().sorted().map(TokenScope::code).collect(joining(" "));
    return new AuditJson()
        .with("prefix", token.prefix())
        .with("scopes", scopes)
        .with("account", owner == null ? null : owner.name())
        .with("expiresAt", token.expiresAt())
        .end();
  }

  public static String text(String text) {
    return new AuditJson().with("text", text).end();
  }

  public AuditJson with(String name, @Nullable Object value) {
    json.append(json.length() == 1 ? "" : ",").append('"').append(name).append("\":");
    if (value == null || value instanceof Number || value instanceof Boolean) {
      json.append(value);
    } else {
      quote(value.toString());
    }
    return this;
  }

  private void quote(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  public String end() {
    return json + "}";
  }
}
