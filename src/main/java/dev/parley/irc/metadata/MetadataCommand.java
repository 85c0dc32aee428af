package dev.parley.irc.metadata;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.metadata.MetadataKey;
import dev.parley.chat.name.Text;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.client.IrcCommand;
import dev.parley.irc.message.FormattingCodes;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.MetadataMessages;
import dev.parley.irc.output.Numeric;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out {@code METADATA} (IRCv3 metadata), also before the registration. Stateless. */
public final class MetadataCommand {

  private static final String VERB = MetadataMessages.VERB;

  /** The client itself, as a target. */
  static final String SELF = "*";

  private final MetadataSubscriptions subscriptions = new MetadataSubscriptions();

  /** Returns the command. */
  public List<IrcCommand> commands() {
    return List.of(IrcCommand.any(VERB, 2, this::metadata));
  }

  /** Returns what shows the values that clients subscribe to. */
  public MetadataSubscriptions subscriptions() {
    return subscriptions;
  }

  private void metadata(IrcClient client, IrcMessage request) {
    if (!client.has(Capability.DRAFT_METADATA_2)) {
      if (client.isRegistered()) {
        client.reply(Numeric.UNKNOWN_COMMAND, VERB);
      } else {
        client.reply(Numeric.NOT_REGISTERED);
      }
      return;
    }
    String target = request.param(0);
    List<String> rest = request.params().subList(2, request.params().size());
    switch (request.param(1).toUpperCase(Locale.ROOT)) {
      case "GET" -> show(client, target, values -> requested(client, values, rest));
      case "LIST" -> show(client, target, values -> all(client, values));
      case "SET" -> set(client, target, rest);
      case "CLEAR" -> clear(client, target);
      case "SYNC" -> sync(client, target);
      case "SUB" -> subscriptions.subscribe(client, rest);
      case "UNSUB" -> subscriptions.unsubscribe(client, rest);
      case "SUBS" -> subscriptions.list(client);
      default ->
          client.standardReply(VERB, "SUBCOMMAND_INVALID", request.param(1), "Invalid subcommand");
    }
  }

  private void sync(IrcClient client, String target) {
    if (client.isRegistered() || isSelf(client, target)) {
      subscriptions.sync(client, target);
    }
  }

  /** Returns a target as the core knows it. */
  private static String named(String target) {
    return target.equals(SELF) ? "" : target;
  }

  private static void show(IrcClient client, String target, Consumer<Reply.MetadataStatus> then) {
    if (!client.isRegistered()) {
      if (isSelf(client, target)) {
        then.accept(new Reply.MetadataStatus(SELF, client.registration().metadata()));
      }
      return;
    }
    client.ask(
        new Command.ShowMetadata(named(target)),
        reply -> {
          if (reply instanceof Reply.MetadataStatus status) {
            then.accept(status);
          } else {
            refuse(client, target, SELF, reply);
          }
        });
  }

  /** Returns whether a client that is not registered means itself; refuses other targets. */
  private static boolean isSelf(IrcClient client, String target) {
    if (!target.equals(SELF)) {
      client.standardReply(VERB, "INVALID_TARGET", target, "Invalid target");
    }
    return target.equals(SELF);
  }

  private static void requested(IrcClient client, Reply.MetadataStatus status, List<String> keys) {
    Stream<IrcMessage> messages =
        keys.stream()
            .map(key -> {
              String value = status.values().get(key);
              if (!MetadataKey.isValid(key)) {
                return client.failure(VERB, MetadataSubscriptions.KEY_INVALID, key, "Invalid key");
              }
              return value(client, status.target(), key, value);
            });
    send(client, status.target(), messages);
  }

  private static void all(IrcClient client, Reply.MetadataStatus status) {
    send(
        client,
        status.target(),
        status.values().entrySet().stream()
            .map(entry -> value(client, status.target(), entry.getKey(), entry.getValue())));
  }

  private static void send(IrcClient client, String target, Stream<IrcMessage> messages) {
    client.sendBatch(List.of(MetadataSubscriptions.BATCH, target), messages.toList());
  }

  private static IrcMessage value(
      IrcClient client, String target, String key, @Nullable String value) {
    return value == null
        ? client.numeric(Numeric.KEY_NOT_SET, target, key)
        : MetadataMessages.reply(
            Numeric.KEY_VALUE, client.server().name(), client.nick(), target, key, value);
  }

  private static void set(IrcClient client, String target, List<String> params) {
    if (params.isEmpty()) {
      client.reply(Numeric.NEED_MORE_PARAMS, VERB);
      return;
    }
    String key = params.getFirst();
    String value = params.size() > 1 ? FormattingCodes.removedFrom(params.get(1)) : null;
    if (client.isRegistered()) {
      set(client, target, key, value);
    } else if (isSelf(client, target)) {
      prepare(client, key, value);
    }
  }

  private static void set(IrcClient client, String target, String key, @Nullable String value) {
    client.ask(
        new Command.SetMetadata(named(target), key, value),
        reply -> {
          if (reply instanceof Reply.MetadataSet set) {
            client.send(value(client, set.target(), set.key(), set.value()));
            tellSiblings(client, set.target(), set.key(), set.value());
          } else {
            refuse(client, target, key, reply);
          }
        });
  }

  /** Shows the other clients of the person what one of them has changed. */
  private static void tellSiblings(
      IrcClient client, String target, String key, @Nullable String value) {
    boolean own = !target.startsWith("#");
    client.forSiblings(sibling -> {
      if (sibling.has(Capability.DRAFT_METADATA_2)
          && (own || sibling.subscriptions().contains(key))) {
        sibling.send(MetadataMessages.told(sibling.server().name(), target, key, value));
      }
    });
  }

  /** Sets a value of a client that is not registered, which is stored when it is. */
  private static void prepare(IrcClient client, String key, @Nullable String value) {
    Limits limits = client.server().chat().settings().limits();
    Map<String, String> values = new TreeMap<>(client.registration().metadata());
    String clean = value == null ? null : Text.cleanLine(value);
    if (!MetadataKey.isValid(key)) {
      refuse(client, SELF, key, new Reply.Refused(Refusal.MALFORMED_KEY, ""));
    } else if (clean == null && values.remove(key) == null) {
      refuse(client, SELF, key, new Reply.Refused(Refusal.NO_SUCH_KEY, ""));
    } else if (clean != null && Text.utf8Length(clean) > limits.metadataValueBytes()) {
      refuse(client, SELF, key, new Reply.Refused(Refusal.INVALID_VALUE, "The value is too long"));
    } else {
      if (clean != null) {
        values.put(key, clean);
      }
      if (limits.metadataKeys() > 0 && values.size() > limits.metadataKeys()) {
        refuse(client, SELF, key, new Reply.Refused(Refusal.TOO_MANY_KEYS, ""));
      } else {
        client.registration().metadata(values);
        client.send(value(client, SELF, key, clean));
      }
    }
  }

  private static void clear(IrcClient client, String target) {
    if (!client.isRegistered()) {
      if (isSelf(client, target)) {
        List<String> keys = List.copyOf(client.registration().metadata().keySet());
        client.registration().metadata(Map.of());
        cleared(client, new Reply.MetadataCleared(SELF, keys));
      }
      return;
    }
    client.ask(
        new Command.ClearMetadata(named(target)),
        reply -> {
          if (reply instanceof Reply.MetadataCleared cleared) {
            cleared(client, cleared);
            cleared.keys().forEach(key -> tellSiblings(client, cleared.target(), key, null));
          } else {
            refuse(client, target, SELF, reply);
          }
        });
  }

  private static void cleared(IrcClient client, Reply.MetadataCleared cleared) {
    send(
        client,
        cleared.target(),
        cleared.keys().stream().map(key -> value(client, cleared.target(), key, null)));
  }

  /** Tells a client that a reply refuses what it asked for of a key of a target. */
  static void refuse(IrcClient client, String typed, String key, Reply reply) {
    String target = typed.equals(SELF) ? client.nick() : typed;
    if (!(reply instanceof Reply.Refused(Refusal refusal, String text))) {
      return;
    }
    List<String> params = new ArrayList<>(List.of(VERB));
    params.addAll(
        switch (refusal) {
          case NO_SUCH_NICK, NO_SUCH_ROOM, MALFORMED_NAME ->
              List.of("INVALID_TARGET", target, "Invalid target");
          case MALFORMED_KEY -> List.of(MetadataSubscriptions.KEY_INVALID, key, "Invalid key");
          case NO_SUCH_KEY -> List.of("KEY_NOT_SET", target, key, "The key is not set");
          case INVALID_VALUE -> List.of("VALUE_INVALID", text);
          case TOO_MANY_KEYS -> List.of("LIMIT_REACHED", target, "There are too many keys");
          case NOT_ALLOWED, MISSING_SCOPE -> List.of("KEY_NO_PERMISSION", target, key, text);
          default -> List.of("INTERNAL_ERROR", target, text);
        });
    client.standardReply(params.toArray(String[]::new));
  }

  /**
   * Stores what a client has set before its registration, shows it all that is known of itself, and
   * carries on.
   */
  public void registered(IrcClient client, Runnable then) {
    Iterator<Map.Entry<String, String>> prepared =
        client.registration().metadata().entrySet().iterator();
    store(
        client,
        prepared,
        () -> {
          if (client.has(Capability.DRAFT_METADATA_2)) {
            subscriptions.showOwn(client);
          }
          then.run();
        });
  }

  private static void store(
      IrcClient client, Iterator<Map.Entry<String, String>> prepared, Runnable then) {
    if (!prepared.hasNext()) {
      client.registration().metadata(Map.of());
      then.run();
      return;
    }
    Map.Entry<String, String> next = prepared.next();
    client.ask(
        new Command.SetMetadata("", next.getKey(), next.getValue()),
        reply -> {
          refuse(client, SELF, next.getKey(), reply);
          store(client, prepared, then);
        });
  }
}
