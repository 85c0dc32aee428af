package dev.parley.dialect.output;

import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ConnectionLimits;
import java.time.Duration;

/** Lists the limits, by their names in the configuration. */
public final class LimitTable {

  private LimitTable() {}

  /** Returns one line for each limit. */
  public static String of(Limits limits, ConnectionLimits coming, AlwaysOnSettings alwaysOn) {
    return String.join(
        "\n",
        limit("line-bytes", limits.lineBytes()),
        limit("connections", limits.connections()),
        limit("connections-per-address", limits.connectionsPerAddress()),
        limit("connections-burst", coming.connectionsBurst()),
        limit("connections-per-second", coming.connectionsPerSecond()),
        limit("half-open-logins", coming.halfOpenLogins()),
        limit("sendq-bytes", limits.sendqBytes()),
        limit("rooms-per-session", limits.roomsPerSession()),
        limit("ignores-per-session", limits.ignoresPerSession()),
        limit("metadata-keys", limits.metadataKeys()),
        limit("metadata-value-bytes", limits.metadataValueBytes()),
        limit("messages-burst", limits.messagesBurst()),
        limit("messages-per-second", limits.messagesPerSecond()),
        limit("token-messages-burst", limits.tokenMessagesBurst()),
        limit("token-messages-per-second", limits.tokenMessagesPerSecond()),
        limit("handshake-timeout", coming.handshakeTimeout()),
        limit("proxy-timeout", coming.proxyTimeout()),
        limit("request-line-bytes", coming.requestLineBytes()),
        limit("request-header-bytes", coming.requestHeaderBytes()),
        limit("login-timeout", limits.loginTimeout()),
        limit("idle-timeout", limits.idleTimeout()),
        limit("joins-burst", limits.joinsBurst()),
        limit("joins-per-second", limits.joinsPerSecond()),
        limit("renames-burst", limits.renamesBurst()),
        limit("renames-per-second", limits.renamesPerSecond()),
        limit("bans-per-room", limits.bansPerRoom()),
        limit("replay-bytes", limits.replayBytes()),
        limit("replay-bytes-together", limits.replayBytesTogether()),
        limit("replay-timeout", limits.replayTimeout()),
        limit("accounts.always-on.accounts", alwaysOn.accounts()),
        limit("accounts.always-on.hold", alwaysOn.hold()),
        limit("held-sessions", limits.heldSessions()),
        limit("held-message-bytes", limits.heldMessageBytes()),
        limit("held-message-bytes-together", limits.heldMessageBytesTogether()));
  }

  private static String limit(String name, long value) {
    return name + " " + (value == 0 ? "0 (no limit)" : value);
  }

  private static String limit(String name, Duration value) {
    boolean seconds = value.toMillisPart() == 0;
    return limit(name, seconds ? value.toSeconds() : value.toMillis())
        + (value.isZero() ? "" : seconds ? "s" : "ms");
  }
}
