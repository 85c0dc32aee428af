package dev.parley.irc.command;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RoomSetting;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.RoomName;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.MaskList;
import dev.parley.irc.output.MemberPrefix;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.RoomMode;
import dev.parley.irc.registration.Supported;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out {@code MODE}, of rooms and of people. Stateless. */
public final class ModeCommand {

  private final UserModes userModes = new UserModes();

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered("MODE", 1, this::mode));
  }

  private void mode(IrcClient client, IrcMessage request) {
    String target = request.param(0);
    if (!target.startsWith("#")) {
      userModes.handle(client, request);
      return;
    }
    client.ask(
        new Command.Describe(target),
        reply -> {
          if (!(reply instanceof Reply.RoomStatus(RoomInfo room, boolean member))) {
            client.refuse(reply, target);
          } else if (request.params().size() < 2) {
            show(client, room, member);
          } else {
            change(client, room.name(), changes(request));
          }
        });
  }

  private static void show(IrcClient client, RoomInfo room, boolean member) {
    List<String> params = new ArrayList<>();
    params.add(room.name().toString());
    params.addAll(RoomMode.in(room.settings(), member));
    client.reply(Numeric.CHANNEL_MODE_IS, params.toArray(String[]::new));
    client.reply(
        Numeric.CREATION_TIME,
        room.name().toString(),
        String.valueOf(room.createdAt().getEpochSecond()));
  }

  /**
   * Represents one change.
   *
   * @param argument the argument, null for none
   */
  private record Change(char letter, boolean on, @Nullable String argument) {}

  private static Iterator<Change> changes(IrcMessage request) {
    List<Change> changes = new ArrayList<>();
    Iterator<String> arguments = request.params().subList(2, request.params().size()).iterator();
    boolean on = true;
    String letters = request.param(1);
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (letter == '+' || letter == '-') {
        on = letter == '+';
      } else {
        boolean takes = hasArgument(letter, on) && arguments.hasNext();
        changes.add(new Change(letter, on, takes ? arguments.next() : null));
      }
    }
    return changes.stream().limit(Supported.MAX_MODES).iterator();
  }

  private static boolean hasArgument(char letter, boolean on) {
    RoomMode mode = RoomMode.of(letter);
    return mode == null ? RoomMode.WITH_ARGUMENT.indexOf(letter) >= 0 : mode.hasArgument(on);
  }

  /**
   * Makes the changes one after the other, and those of settings that follow each other at once.
   */
  private static void change(IrcClient client, RoomName room, Iterator<Change> changes) {
    Map<RoomSetting, String> settings = new EnumMap<>(RoomSetting.class);
    while (changes.hasNext()) {
      Change change = changes.next();
      RoomMode mode = RoomMode.of(change.letter());
      if (mode == null) {
        set(client, room, settings, () -> change(client, room, change, changes));
        return;
      }
      String value = settingOf(client, room, mode, change);
      if (value != null) {
        settings.put(mode.setting(), value);
      }
    }
    set(client, room, settings, () -> {});
  }

  /** Makes a change that is not one of settings, and those behind it. */
  private static void change(
      IrcClient client, RoomName room, Change change, Iterator<Change> changes) {
    Runnable next = () -> change(client, room, changes);
    MaskList list = MaskList.of(change.letter());
    if (list != null && change.argument() != null) {
      enlist(client, room, list, change.on(), change.argument(), next);
    } else if (list != null) {
      BanMasks.list(client, room, list);
      next.run();
    } else if (MemberPrefix.role(change.letter()) != null) {
      grant(client, room, change, next);
    } else {
      unknown(client, room, change.letter());
      next.run();
    }
  }

  private static void unknown(IrcClient client, RoomName room, char letter) {
    if (letter == MemberPrefix.OWNER.letter()) {
      Reply refused =
          new Reply.Refused(Refusal.NOT_ALLOWED, "Owners are so by account, not by MODE");
      refuse(client, room, refused);
    } else {
      client.reply(Numeric.UNKNOWN_MODE, String.valueOf(letter));
    }
  }

  /** Returns the value of a setting that a mode changes; refuses one that does not fit. */
  private static @Nullable String settingOf(
      IrcClient client, RoomName room, RoomMode mode, Change change) {
    String argument = change.argument() == null ? "" : change.argument();
    if (mode.hasArgument(change.on()) && change.argument() == null && change.on()) {
      client.reply(Numeric.NEED_MORE_PARAMS, "MODE");
      return null;
    }
    String value = mode.value(change.on(), argument);
    if (mode.setting().change(RoomSettings.AD_HOC, value) != null) {
      return value;
    }
    client.reply(
        Numeric.INVALID_MODE_PARAM,
        room.toString(),
        String.valueOf(change.letter()),
        mode == RoomMode.KEY ? "*" : argument,
        mode.setting().rule());
    return null;
  }

  private static void set(
      IrcClient client, RoomName room, Map<RoomSetting, String> settings, Runnable next) {
    if (settings.isEmpty()) {
      next.run();
      return;
    }
    client.ask(
        new Command.ChangeSettings(room.toString(), settings),
        reply -> {
          refuse(client, room, reply);
          next.run();
        });
  }

  private static void refuse(IrcClient client, RoomName room, Reply reply) {
    client.refuse(reply, room.toString());
  }

  private static void grant(IrcClient client, RoomName room, Change change, Runnable next) {
    Role role = MemberPrefix.role(change.letter());
    String nick = change.argument();
    if (nick == null || role == null) {
      client.reply(Numeric.NEED_MORE_PARAMS, "MODE");
      next.run();
      return;
    }
    client.ask(
        new Command.Grant(room.toString(), nick, role, change.on()),
        reply -> {
          ModerationCommands.refuse(client, room, nick, reply);
          next.run();
        });
  }

  private static void enlist(
      IrcClient client, RoomName room, MaskList list, boolean on, String mask, Runnable next) {
    String target = BanMasks.target(client, mask);
    if (target == null) {
      client.reply(
          Numeric.INVALID_MODE_PARAM,
          room.toString(),
          String.valueOf(list.letter()),
          mask,
          "A mask is nick!user@host, with wildcards");
      next.run();
      return;
    }
    Ban.Kind kind = list.kindOf(mask);
    client.ask(
        on
            ? new Command.AddToList(room.toString(), kind, target)
            : new Command.RemoveFromList(room.toString(), kind, target),
        reply -> {
          if (reply instanceof Reply.Imposed(Ban ban, boolean lifted)) {
            show(
                client,
                room,
                ban,
                (lifted ? "-" : "+") + list.letter(),
                BanMasks.mask(client, ban),
                next);
            return;
          }
          boolean absent =
              reply instanceof Reply.Refused(Refusal refusal, _) && refusal == Refusal.NO_SUCH_BAN;
          if (!absent) {
            refuse(client, room, reply);
          }
          next.run();
        });
  }

  /**
   * Shows a change of a list to the clients of the person, and to the members of the room, to whom
   * the core shows the mute of a person itself.
   */
  private static void show(
      IrcClient client, RoomName room, Ban ban, String change, String mask, Runnable next) {
    IrcMessage own = IrcMessage.of(client.source(), "MODE", room.toString(), change, mask);
    client.send(own);
    client.forSiblings(sibling -> sibling.send(own));
    boolean shown = ban.kind() == Ban.Kind.MUTE && ban.target().isOnePerson();
    if (shown) {
      next.run();
      return;
    }
    IrcMessage signal = IrcMessage.of(null, "MODE", room.toString(), change, mask);
    client.ask(new Command.Signal(room.toString(), signal.line()), done -> next.run());
  }
}
