package dev.parley.irc.metadata;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Reply;
import dev.parley.chat.metadata.MetadataKey;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.MetadataEditor;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.MetadataMessages;
import dev.parley.irc.output.Numeric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows the values of the keys that clients subscribe to. Stateless. */
public final class MetadataSubscriptions {

  /** The type of a group of values. */
  static final String BATCH = "metadata";

  /** The type of a group of keys. */
  private static final String KEYS_BATCH = "metadata-subs";

  /** The maximum number of keys in one message: as many as there is room for. */
  private static final int KEYS_IN_A_MESSAGE = 8;

  /** The code of the refusal of a key that breaks the rule. */
  static final String KEY_INVALID = "KEY_INVALID";

  /** Subscribes a client to keys, in order, until there are too many. */
  void subscribe(IrcClient client, List<String> keys) {
    int most = client.server().properties().metadataSubscriptions();
    Set<String> subscribed = client.subscriptions();
    Set<String> added = new LinkedHashSet<>();
    Set<String> fresh = new HashSet<>();
    for (String key : keys) {
      if (!MetadataKey.isValid(key)) {
        client.standardReply(MetadataMessages.VERB, KEY_INVALID, key, "Invalid key");
      } else if (subscribed.contains(key) || subscribed.size() < most) {
        added.add(key);
        if (subscribed.add(key)) {
          fresh.add(key);
        }
      } else {
        client.standardReply(
            MetadataMessages.VERB, "TOO_MANY_SUBS", key, "There are too many subscriptions");
        break;
      }
    }
    messages(client, Numeric.METADATA_SUB_OK, added).forEach(client::send);
    if (client.isRegistered() && !fresh.isEmpty()) {
      Iterator<RoomName> rooms = client.session().rooms().iterator();
      showCurrent(client, rooms, fresh, new HashSet<>());
    }
  }

  void unsubscribe(IrcClient client, List<String> keys) {
    Set<String> removed = new LinkedHashSet<>();
    for (String key : keys) {
      if (MetadataKey.isValid(key)) {
        client.subscriptions().remove(key);
        removed.add(key);
      } else {
        client.standardReply(MetadataMessages.VERB, KEY_INVALID, key, "Invalid key");
      }
    }
    messages(client, Numeric.METADATA_UNSUB_OK, removed).forEach(client::send);
  }

  void list(IrcClient client) {
    client.sendBatch(
        List.of(KEYS_BATCH), messages(client, Numeric.METADATA_SUBS, client.subscriptions()));
  }

  private static List<IrcMessage> messages(
      IrcClient client, Numeric numeric, Collection<String> keys) {
    List<String> all = keys.stream().sorted().toList();
    List<IrcMessage> messages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += KEYS_IN_A_MESSAGE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + KEYS_IN_A_MESSAGE));
      messages.add(client.numeric(numeric, some.toArray(String[]::new)));
    }
    return messages;
  }

  /**
   * Shows a client the values of keys that it has just subscribed to: of its rooms, their members
   * and the names that it watches.
   */
  private void showCurrent(
      IrcClient client, Iterator<RoomName> rooms, Set<String> keys, Set<Session> shown) {
    if (rooms.hasNext()) {
      RoomName room = rooms.next();
      showIfAny(client, room, keys, shown, () -> showCurrent(client, rooms, keys, shown));
      return;
    }
    for (Nick nick : client.watched()) {
      Session person = client.server().chat().holder(nick);
      if (person != null && shown.add(person)) {
        sendAny(client, nick.value(), of(client, person, keys));
      }
    }
  }

  private static void showIfAny(
      IrcClient client, RoomName room, Set<String> keys, Set<Session> shown, Runnable then) {
    String name = room.toString();
    collect(
        client,
        name,
        keys,
        shown,
        false,
        messages -> {
          if (messages == null) {
            client.reply(Numeric.METADATA_SYNC_LATER, name);
          } else {
            sendAny(client, name, messages);
          }
          then.run();
        });
  }

  private static void sendAny(IrcClient client, String target, List<IrcMessage> messages) {
    if (!messages.isEmpty()) {
      client.sendBatch(List.of(BATCH, target), messages);
    }
  }

  /** Shows a client that has joined a room the values of the room and its members. */
  public void joined(IrcClient client, RoomName room, Runnable then) {
    if (isSubscribed(client)) {
      showIfAny(client, room, client.subscriptions(), new HashSet<>(), then);
    } else {
      then.run();
    }
  }

  private static boolean isSubscribed(IrcClient client) {
    return client.has(Capability.DRAFT_METADATA_2) && !client.subscriptions().isEmpty();
  }

  /** Shows a client the values of a person, or of a room and its members. */
  void sync(IrcClient client, String target) {
    if (target.startsWith("#")) {
      client.ask(
          new Command.ShowMetadata(target),
          reply -> {
            if (reply instanceof Reply.MetadataStatus(String room, _)) {
              syncRoom(client, room);
            } else {
              MetadataCommand.refuse(client, target, MetadataCommand.SELF, reply);
            }
          });
      return;
    }
    Session person = target.equals("*") ? client.session() : client.server().find(target);
    if (person == null) {
      client.standardReply(MetadataMessages.VERB, "INVALID_TARGET", target, "Invalid target");
    } else {
      Nick nick = person.nick();
      client.sendBatch(
          List.of(BATCH, nick == null ? "*" : nick.value()),
          of(client, person, client.subscriptions()));
    }
  }

  private static void syncRoom(IrcClient client, String room) {
    collect(
        client,
        room,
        client.subscriptions(),
        new HashSet<>(),
        true,
        messages ->
            client.sendBatch(List.of(BATCH, room), messages == null ? List.of() : messages));
  }

  /** Shows a client all values of its own, also where there are none. */
  void showOwn(IrcClient client) {
    Map<String, String> values = editor(client).of(client.session());
    client.sendBatch(
        List.of(BATCH, client.nick()), of(client, client.nick(), values, values.keySet()));
  }

  /**
   * Returns the messages that tell the values of a person to a client that watches its name. From
   * any thread.
   */
  public static List<IrcMessage> ofWatched(IrcClient client, Session person) {
    return isSubscribed(client) ? of(client, person, client.subscriptions()) : List.of();
  }

  /**
   * Collects the messages that tell the values of a room and its members: at most as many as a
   * client can take at a time.
   *
   * @param shown the people who are shown already, to whom those of the room are added
   * @param asked whether the client has asked for the room, which is shown then whatever its size
   * @param then is given the messages, or null if the room is not shown for its size
   */
  private static void collect(
      IrcClient client,
      String room,
      Set<String> keys,
      Set<Session> shown,
      boolean asked,
      Consumer<@Nullable List<IrcMessage>> then) {
    client.ask(
        new Command.ListMembers(room),
        reply -> {
          if (!(reply instanceof Reply.MemberList(RoomName name, List<MemberInfo> members))) {
            then.accept(List.of()); // It has left the room meanwhile, or the room has ended.
          } else if (!asked && members.size() > client.server().chat().settings().presenceLimit()) {
            then.accept(null);
          } else {
            then.accept(of(client, name, members, keys, shown));
          }
        });
  }

  private static List<IrcMessage> of(
      IrcClient client,
      RoomName room,
      List<MemberInfo> members,
      Set<String> keys,
      Set<Session> shown) {
    List<IrcMessage> messages = new ArrayList<>();
    messages.addAll(of(client, room.toString(), editor(client).of(room), keys));
    long left = client.server().chat().settings().limits().replayPiece();
    for (MemberInfo member : members) {
      Session person = client.server().chat().holder(member.nick());
      if (person != null && shown.add(person)) {
        for (IrcMessage message : of(client, person, keys)) {
          left -= message.length();
          if (left < 0) {
            return messages;
          }
          messages.add(message);
        }
      }
    }
    return messages;
  }

  private static List<IrcMessage> of(IrcClient client, Session person, Set<String> keys) {
    Nick nick = person.nick();
    return nick == null ? List.of() : of(client, nick.value(), editor(client).of(person), keys);
  }

  private static List<IrcMessage> of(
      IrcClient client, String target, Map<String, String> values, Set<String> keys) {
    return values.entrySet().stream()
        .filter(entry -> keys.contains(entry.getKey()))
        .map(entry ->
            MetadataMessages.told(client.server().name(), target, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static MetadataEditor editor(IrcClient client) {
    return client.server().chat().metadata();
  }
}
