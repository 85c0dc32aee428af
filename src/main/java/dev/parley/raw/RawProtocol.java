package dev.parley.raw;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Protocol;
import java.nio.charset.StandardCharsets;

/** Implements the raw protocol of tutorial clients. Safe for use from any thread. */
public final class RawProtocol implements Protocol {

  /** Maximum number of bytes read ahead of a client's rate limit. */
  static final int READ_AHEAD = 32 * 1024;

  private final Chat chat;

  /** Creates a protocol for clients of a chat. */
  public RawProtocol(Chat chat) {
    this.chat = chat;
  }

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public Conversation newConversation(Peer peer) {
    return new RawConversation(chat, peer);
  }

  @Override
  public int styleCount() {
    return 1;
  }

  @Override
  public byte[] render(Event event, int style) {
    return text(event).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the size of a few hundred short messages. */
  @Override
  public int readAheadBytes() {
    return READ_AHEAD;
  }

  /**
   * Returns a separator, by which a client that treats one read as one message can still tell two
   * apart.
   */
  @Override
  public byte[] separator() {
    return new byte[] {'\n'};
  }

  /** Returns whether an event is shown. */
  static boolean shows(Event event) {
    return event instanceof Event.Announced
        || (event instanceof Event.Posted posted
            && posted.room().equals(RoomName.LOBBY)
            && posted.entry().kind() != LogEntry.Kind.TOPIC);
  }

  private String text(Event event) {
    return switch (event) {
      case Event.Posted posted -> said(posted.entry());
      case Event.Announced(_, String text) -> "[" + chat.settings().serverName() + "] " + text;
      case Event.MemberJoined _,
          Event.MemberLeft _,
          Event.PresenceSummarized _,
          Event.Removed _,
          Event.Muted _,
          Event.Invited _,
          Event.LineRedacted _,
          Event.RoomDeleted _,
          Event.RoomRenamed _,
          Event.LogRenewed _,
          Event.NickChanged _,
          Event.AwayChanged _,
          Event.RoleChanged _,
          Event.SettingsChanged _,
          Event.MemberRoleChanged _,
          Event.GuestInvited _,
          Event.AccountChanged _,
          Event.RealNameChanged _,
          Event.ConnectionChanged _,
          Event.MetadataChanged _,
          Event.RoomMetadataChanged _,
          Event.Signalled _,
          Event.UnreadCounted _,
          Event.PrivateMessage _,
          Event.Noticed _ ->
          "";
    };
  }

  /** Prefixes each line of a text, so that none can be taken for another sender's. */
  private static String each(String prefix, String text) {
    return prefix + text.replace("\n", "\n" + prefix);
  }

  private static String said(LogEntry entry) {
    return switch (entry.kind()) {
      case MESSAGE, NOTICE -> each("[" + entry.from() + "] ", entry.text());
      case EMOTE -> each("* " + entry.from() + " ", entry.text());
      case TOPIC -> "";
    };
  }
}
