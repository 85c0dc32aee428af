package dev.parley.irc.registration;

import dev.parley.chat.api.Limits;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.EventRenderer;
import dev.parley.irc.output.MaskList;
import dev.parley.irc.output.MemberPrefix;
import dev.parley.irc.output.RoomMode;
import java.util.ArrayList;
import java.util.List;

/** Lists what the server supports, as the words of {@code RPL_ISUPPORT}. Stateless. */
public final class Supported {

  /** The maximum length of a text that says why someone is away or leaves, in bytes. */
  private static final int MAX_REMARK = 300;

  /** The maximum number of modes with an argument in one request. */
  public static final int MAX_MODES = 20;

  /** The maximum number of people or rooms that one line is sent to. */
  public static final int MAX_TARGETS = 10;

  private Supported() {}

  /** Returns the words. */
  public static List<String> words(IrcServer server) {
    Limits limits = server.chat().settings().limits();
    List<String> words = new ArrayList<>();
    words.add("NETWORK=" + server.name());
    words.add("CASEMAPPING=ascii");
    words.add("UTF8ONLY");
    words.add("CHANTYPES=#");
    words.add("PREFIX=" + MemberPrefix.SUPPORTED);
    words.add("STATUSMSG=" + MemberPrefix.SIGNS);
    words.add("CHANMODES=" + RoomMode.SUPPORTED);
    words.add("CHANLIMIT=#:" + (limits.roomsPerSession() == 0 ? "" : limits.roomsPerSession()));
    words.add("CHANNELLEN=" + (RoomName.MAX_LENGTH + 1));
    words.add("NICKLEN=" + Nick.MAX_LENGTH);
    words.add("USERLEN=" + RegistrationCommands.MAX_USER);
    words.add("NAMELEN=" + RealName.MAX);
    words.add("TOPICLEN=" + EventRenderer.MAX_TOPIC);
    words.add("KICKLEN=" + MAX_REMARK);
    words.add("AWAYLEN=" + MAX_REMARK);
    words.add("LINELEN=" + IrcMessage.MAX_BYTES);
    words.add("MODES=" + MAX_MODES);
    if (limits.bansPerRoom() > 0) {
      words.add("MAXLIST=" + MaskList.LETTERS + ":" + limits.bansPerRoom());
    }
    words.add("EXCEPTS");
    words.add("INVEX");
    words.add("EXTBAN=," + MaskList.MUTE);
    words.add("MONITOR=" + server.properties().monitorEntries());
    words.add(
        "TARGMAX=PRIVMSG:%d,NOTICE:%d,TAGMSG:%d,JOIN:,PART:,KICK:%d,NAMES:,WHOIS:1"
            .formatted(MAX_TARGETS, MAX_TARGETS, MAX_TARGETS, MAX_TARGETS));
    words.add("ELIST=CMNTU");
    words.add("SAFELIST");
    words.add("KNOCK");
    words.add("WHOX");
    words.add("BOT=B");
    words.add("CHATHISTORY=" + server.chat().settings().historyPage());
    words.add("MSGREFTYPES=msgid,timestamp");
    return words;
  }
}
