package dev.parley.irc.history;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.output.ServerTime;
import dev.parley.irc.user.IrcUsers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code MARKREAD} (IRCv3 read-marker). In a room it marks lines as read, for all
 * protocols; the time itself, and those of conversations, are remembered until a restart. Safe for
 * use from any thread.
 */
public final class ReadMarkerCommand {

  private static final String VERB = "MARKREAD";
  private static final String TIMESTAMP = "timestamp=";

  private final ReadTimes times;

  /**
   * @param most the maximum number of times that are remembered
   */
  public ReadMarkerCommand(int most) {
    this.times = new ReadTimes(most);
  }

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.registered(VERB, 0, this::markRead));
  }

  private void markRead(IrcClient client, IrcMessage request) {
    String target = request.param(0);
    String param = request.param(1);
    Instant at =
        param.startsWith(TIMESTAMP) ? ServerTime.parse(param.substring(TIMESTAMP.length())) : null;
    if (!client.has(Capability.DRAFT_READ_MARKER)) {
      client.reply(Numeric.UNKNOWN_COMMAND, VERB);
    } else if (target.isEmpty()) {
      client.standardReply(VERB, "NEED_MORE_PARAMS", "Missing parameters");
    } else if (RoomName.parse(target) == null && Nick.parse(target) == null) {
      client.standardReply(VERB, "INVALID_PARAMS", target, "Invalid target");
    } else if (request.params().size() == 1) {
      get(client, target, () -> {});
    } else if (at == null) {
      client.standardReply(VERB, "INVALID_PARAMS", target, param, "Invalid timestamp");
    } else {
      Instant now = client.server().clock().instant();
      set(client, target, at.isAfter(now) ? now : at);
    }
  }

  private void set(IrcClient client, String target, Instant at) {
    if (!target.startsWith("#")) {
      times.advance(client.session(), target, at);
      send(client, target, null);
      others(client).forEach(other -> other.sendLater(() -> message(other, target, null)));
    } else if (!client.session().rooms().contains(RoomName.parse(target))) {
      client.standardReply(VERB, "INVALID_PARAMS", target, "You are not in that room");
    } else {
      times.advance(client.session(), target, at);
      client.ask(
          new Command.MarkSeenUntil(target, at),
          reply -> {
            if (reply instanceof Reply.Unread(var count)) {
              String room = count.room().toString();
              send(client, room, count.seenAt());
              client.forSiblings(sibling -> {
                if (sibling.has(Capability.DRAFT_READ_MARKER)) {
                  send(sibling, room, count.seenAt());
                }
              });
            } else {
              client.standardReply(
                  VERB, "INTERNAL_ERROR", target, "The read timestamp could not be set");
            }
          });
    }
  }

  /** Returns the other clients of an account that show read markers. */
  private static List<IrcClient> others(IrcClient client) {
    String account = IrcUsers.account(client.session());
    return client
        .server()
        .clients()
        .filter(other -> other != client && other.has(Capability.DRAFT_READ_MARKER))
        .filter(other -> account != null && account.equals(IrcUsers.account(other.session())))
        .toList();
  }

  /** Shows a client how far its person has read, and carries on. */
  private void get(IrcClient client, String target, Runnable then) {
    if (!target.startsWith("#")) {
      send(client, target, null);
      then.run();
      return;
    }
    client.ask(
        new Command.ShowSeen(target),
        reply -> {
          if (reply instanceof Reply.LastSeen seen) {
            send(client, seen.room().toString(), seen.at());
          } else {
            send(client, target, null);
          }
          then.run();
        });
  }

  /** Shows a client that has joined a room how far its person has read, and carries on. */
  public void joined(IrcClient client, RoomName room, Runnable then) {
    if (client.has(Capability.DRAFT_READ_MARKER)) {
      get(client, room.toString(), then);
    } else {
      then.run();
    }
  }

  /** Shows a client that its person has read on in another session. */
  public void show(IrcClient client, Event.UnreadCounted counted) {
    if (counted.elsewhere() && client.has(Capability.DRAFT_READ_MARKER)) {
      send(client, counted.count().room().toString(), counted.count().seenAt());
    }
  }

  /** Lets the time up to which a person has read a room follow to its new name. */
  public void renamed(IrcClient client, Event.RoomRenamed renamed) {
    times.rename(client.session(), renamed.room().toString(), renamed.to().toString());
  }

  private void send(IrcClient client, String target, @Nullable Instant line) {
    client.send(message(client, target, line));
  }

  /**
   * Returns the message that tells how far a person has read.
   *
   * @param line the time of the last line that was read, null for none
   */
  private IrcMessage message(IrcClient client, String target, @Nullable Instant line) {
    Instant known = times.of(client.session(), target);
    Instant latest = known == null || (line != null && line.isAfter(known)) ? line : known;
    return IrcMessage.of(
        client.server().name(),
        VERB,
        target,
        latest == null ? Selector.ANY : TIMESTAMP + ServerTime.of(latest));
  }
}
