package dev.parley.chat.api;

import dev.parley.chat.moderation.Ban;
import java.util.Locale;

/**
 * The end of a connection.
 *
 * @param reason which of the known ends it is
 * @param detail more about it, as a clause for people ({@code "spam"}); may be empty
 */
public record Disconnect(Reason reason, String detail) {

  /** The known ends, with what is said of each to the person concerned. */
  public enum Reason {
    /** The person asked to leave. */
    QUIT("you left"),
    /** The other side has nothing more to say, and everything it said is carried out. */
    END_OF_INPUT("end of input"),
    /** Telnet's interrupt key. */
    INTERRUPTED("interrupted"),
    /** The network or the other side's system ended it. */
    CONNECTION_LOST("connection lost"),
    /** Its session was come back to on another connection. */
    TAKEN_OVER("you came back on another connection"),
    /** An operator ended it. */
    KICKED("you were kicked"),
    /** It is banned; the detail says until when and why. */
    BANNED("you are banned"),
    /** In an emergency, guests are not let stay. */
    NOT_LET_IN("only people with an account are let in now"),
    /** The account has another password: those who logged in with the one before log in again. */
    PASSWORD_CHANGED("the password of your account was changed"),
    /** It read so slowly that its queue overflowed. */
    SLOW_READER("you read too slowly and your queue was full"),
    /** No name was given in time. */
    LOGIN_TIMEOUT("no name was given in time"),
    /** Nothing was said for too long. */
    IDLE_TIMEOUT("nothing was said for too long"),
    /** The server stops. */
    SHUTDOWN("the server is shutting down"),
    /** No more connections are taken. */
    SERVER_FULL("the server is full"),
    /** No more connections are taken from that address. */
    ADDRESS_FULL("too many connections from your address"),
    /** That address opens connections too fast. */
    ADDRESS_TOO_FAST("too many connections from your address in a short time"),
    /** The port is for proxies, and the other side is none that is trusted. */
    NOT_A_PROXY("this port is for its proxies only"),
    /** The TLS handshake failed or took too long. */
    NO_HANDSHAKE("there was no TLS handshake"),
    /** The other side does not speak the protocol of this port. */
    WRONG_PROTOCOL("this is not the protocol of this port"),
    /** A fault of the server's own. */
    FAULT("the server made a mistake");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The end as a clause, addressed to the person concerned. */
    public String text() {
      return text;
    }

    /** The end as a noun, for the others: {@code slow reader}. */
    public String noun() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A stable name for machines: {@code slow-reader}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** An end that says it all by its reason. */
  public static Disconnect of(Reason reason) {
    return new Disconnect(reason, "");
  }

  /** The end of someone whom a ban of the whole server has hit. */
  public static Disconnect of(Ban ban) {
    return new Disconnect(Reason.BANNED, ban.terms().replaceFirst("^:? ", ""));
  }

  /** The end as a clause for the person concerned, with its detail where there is one. */
  public String text() {
    boolean until = reason == Reason.BANNED && detail.startsWith("until ");
    return detail.isEmpty() ? reason.text() : reason.text() + (until ? " " : ": ") + detail;
  }
}
