package dev.parley.chat.api;

import dev.parley.chat.moderation.Ban;
import java.util.Locale;

/**
 * Describes the end of a connection.
 *
 * @param reason the reason
 * @param detail a clause for people with more information ({@code "spam"}); may be empty
 */
public record Disconnect(Reason reason, String detail) {

  /** Enumerates the reasons, each with the text that the person concerned is shown. */
  public enum Reason {
    /** The person asked to leave. */
    QUIT("you left"),
    /** The peer closed its output, and all of its input has been processed. */
    END_OF_INPUT("end of input"),
    /** The peer sent Telnet's interrupt. */
    INTERRUPTED("interrupted"),
    /** The network or the peer's system closed the connection. */
    CONNECTION_LOST("connection lost"),
    /** The session was resumed on another connection. */
    TAKEN_OVER("you came back on another connection"),
    /** An operator closed the connection. */
    KICKED("you were kicked"),
    /** The person is banned; the detail says until when and why. */
    BANNED("you are banned"),
    /** The lockdown level does not admit guests. */
    NOT_LET_IN("only people with an account are let in now"),
    /** The account has another password: those who logged in with the one before log in again. */
    PASSWORD_CHANGED("the password of your account was changed"),
    /** The client read so slowly that its send queue overflowed. */
    SLOW_READER("you read too slowly and your queue was full"),
    /** No name was given before the login timeout. */
    LOGIN_TIMEOUT("no name was given in time"),
    /** No input was received before the idle timeout. */
    IDLE_TIMEOUT("nothing was said for too long"),
    /** The server stops. */
    SHUTDOWN("the server is shutting down"),
    /** This server of a cluster stops, or has lost the database; the others go on. */
    MOVED("this server stops; come back with /resume"),
    /** The server has reached its limit of connections. */
    SERVER_FULL("the server is full"),
    /** The address has reached its limit of connections. */
    ADDRESS_FULL("too many connections from your address"),
    /** The address opens connections too fast. */
    ADDRESS_TOO_FAST("too many connections from your address in a short time"),
    /** The port is for proxies, and the peer is not a trusted one. */
    NOT_A_PROXY("this port is for its proxies only"),
    /** The TLS handshake failed or took too long. */
    NO_HANDSHAKE("there was no TLS handshake"),
    /** The peer read a page and did not begin a conversation. */
    NOT_UPGRADED("no conversation was begun"),
    /** The peer does not speak the protocol of this port. */
    WRONG_PROTOCOL("this is not the protocol of this port"),
    /** An internal fault of the server. */
    FAULT("the server made a mistake");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** Returns the reason as a clause, addressed to the person concerned. */
    public String text() {
      return text;
    }

    /** Returns the reason as a noun, for the others: {@code slow reader}. */
    public String noun() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns a stable name for machines: {@code slow-reader}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns a disconnect of a reason without detail. */
  public static Disconnect of(Reason reason) {
    return new Disconnect(reason, "");
  }

  /** Returns the disconnect for a server-wide ban. */
  public static Disconnect of(Ban ban) {
    return new Disconnect(Reason.BANNED, ban.terms().replaceFirst("^:? ", ""));
  }

  /** Returns the text for the person concerned, with the detail where there is one. */
  public String text() {
    boolean until = reason == Reason.BANNED && detail.startsWith("until ");
    return detail.isEmpty() ? reason.text() : reason.text() + (until ? " " : ": ") + detail;
  }
}
