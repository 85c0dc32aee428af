package dev.parley.irc.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Enumerates the capabilities that clients can ask for (IRCv3). */
public enum Capability {
  /** Shows who logs in. */
  ACCOUNT_NOTIFY,
  /** Tags what people do with their account. */
  ACCOUNT_TAG,
  /** Shows who goes away and comes back. */
  AWAY_NOTIFY,
  /** Groups messages. */
  BATCH,
  /** Shows changes of the capabilities. */
  CAP_NOTIFY,
  /** Shows who came back with another user or host. */
  CHGHOST,
  /** Registers accounts. */
  DRAFT_ACCOUNT_REGISTRATION,
  /** Shows that a room has another name, in place of leaving it and coming into another. */
  DRAFT_CHANNEL_RENAME,
  /** Requests earlier lines of rooms. */
  DRAFT_CHATHISTORY,
  /** Takes what is not a message among earlier lines. */
  DRAFT_EVENT_PLAYBACK,
  /** Asks for what the server supports, also before the registration. */
  DRAFT_EXTENDED_ISUPPORT,
  /** Shows which messages are redacted, and redacts them. */
  DRAFT_MESSAGE_REDACTION,
  /** Shows and sets what people and rooms tell of themselves. */
  DRAFT_METADATA_2,
  /** Takes and shows texts of several messages as one (IRCv3 multiline). */
  DRAFT_MULTILINE,
  /** Goes away before the registration. */
  DRAFT_PRE_AWAY,
  /** Shows and sets how far the person has read. */
  DRAFT_READ_MARKER,
  /** Shows a client its own lines. */
  ECHO_MESSAGE,
  /** Shows the account and the real name of who joins. */
  EXTENDED_JOIN,
  /** Shows more of who is watched by {@code MONITOR}. */
  EXTENDED_MONITOR,
  /** Shows who is invited by others. */
  INVITE_NOTIFY,
  /** Tags replies with the label of the request. */
  LABELED_RESPONSE,
  /** Passes on tags of clients. */
  MESSAGE_TAGS,
  /** Shows all prefixes of members. */
  MULTI_PREFIX,
  /** Sends no list of members on joining. */
  NO_IMPLICIT_NAMES,
  /** Logs in before the registration. */
  SASL,
  /** Tags messages with their time. */
  SERVER_TIME,
  /** Shows and makes changes of the real name. */
  SETNAME,
  /** Searches the history (soju). */
  SOJU_IM_SEARCH("soju.im/search"),
  /** Gets refusals that programs can read. */
  STANDARD_REPLIES,
  /** Shows the user and the host of members in lists. */
  USERHOST_IN_NAMES;

  private final String id;

  Capability() {
    this.id = name().toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("^draft-", "draft/");
  }

  Capability(String id) {
    this.id = id;
  }

  /** Returns the name by which clients ask for it. */
  public String id() {
    return id;
  }

  /** Returns the capability of a name. */
  public static Optional<Capability> of(String id) {
    return Arrays.stream(values()).filter(capability -> capability.id.equals(id)).findFirst();
  }
}
