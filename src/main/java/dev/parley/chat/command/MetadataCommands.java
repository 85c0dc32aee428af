package dev.parley.chat.command;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.MetadataEditor;
import dev.parley.chat.operator.MetadataEditor.Change;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Executes commands about the metadata of people and rooms. */
public final class MetadataCommands {

  private final MetadataEditor editor;
  private final Rooms rooms;
  private final NickRegistry names;
  private final Accounts accounts;

  public MetadataCommands(
      MetadataEditor editor, Rooms rooms, NickRegistry names, Accounts accounts) {
    this.editor = editor;
    this.rooms = rooms;
    this.names = names;
    this.accounts = accounts;
  }

  /** Sets values on behalf of the asker. */
  private interface Setter
      extends BiFunction<String, @Nullable String, CompletableFuture<Outcome<Change>>> {}

  public Reply handle(Session session, Nick nick, Command.ForMetadata command) {
    return command.target().startsWith("#")
        ? ofRoom(session, nick, command)
        : ofPerson(session, nick, command);
  }

  private Reply ofRoom(Session session, Nick nick, Command.ForMetadata command) {
    Room room = rooms.find(command.target());
    if (room == null || room.isHiddenFrom(session)) {
      return Rooms.noSuchRoom(command.target());
    }
    String target = room.name().toString();
    boolean moderates = room.access().of(session).isAtLeast(Role.MODERATOR);
    if (command instanceof Command.ShowMetadata) {
      return moderates || room.contains(session) || !room.info().settings().inviteOnly()
          ? new Reply.MetadataStatus(target, editor.of(room.name()))
          : onlyFor("members", target);
    }
    if (!moderates) {
      return onlyFor("moderators", target);
    }
    Requester by = Requester.of(session, nick);
    return change(
        target,
        editor.of(room.name()),
        (key, value) -> editor.set(by, room, key, value, ""),
        command);
  }

  private static Reply onlyFor(String who, String room) {
    return new Reply.Refused(Refusal.NOT_ALLOWED, "Only " + who + " of " + room + " may do that.");
  }

  private Reply ofPerson(Session session, Nick nick, Command.ForMetadata command) {
    Nick named = command.target().isEmpty() ? nick : Nick.parse(command.target());
    Session person = named == null ? null : names.holder(named);
    if (person == null || named == null) {
      return NickRegistry.noSuchNick(command.target());
    }
    String target = String.valueOf(person.nick());
    Map<String, String> before = editor.of(person);
    if (command instanceof Command.ShowMetadata) {
      return new Reply.MetadataStatus(target, before);
    }
    return person == session
        ? change(target, before, setter(session, nick), command)
        : new Reply.Refused(Refusal.NOT_ALLOWED, "You can only describe yourself.");
  }

  private Setter setter(Session session, Nick nick) {
    Requester by = Requester.of(session, nick);
    Account account = session.account();
    AccountProfile profile = account == null ? null : accounts.find(account.name());
    return profile == null
        ? (key, value) -> CompletableFuture.completedFuture(editor.set(by, session, key, value))
        : (key, value) -> editor.set(by, profile, key, value, "");
  }

  private static Reply change(
      String target, Map<String, String> before, Setter setter, Command.ForMetadata command) {
    return switch (command) {
      case Command.SetMetadata(_, String key, String value) ->
          new Reply.Deferred(
              setter
                  .apply(key, value)
                  .thenApply(outcome ->
                      outcome.toReply(
                          now -> new Reply.MetadataSet(target, now.key(), now.value()))));
      case Command.ClearMetadata _ -> clear(target, List.copyOf(before.keySet()), setter);
      case Command.ShowMetadata _ -> new Reply.MetadataStatus(target, before);
    };
  }

  /** Removes the values of keys, of which one may be removed meanwhile. */
  private static Reply clear(String target, List<String> keys, Setter setter) {
    CompletableFuture<List<String>> cleared = CompletableFuture.completedFuture(new ArrayList<>());
    for (String key : keys) {
      cleared =
          cleared.thenCombine(
              setter.apply(key, null),
              (done, outcome) -> {
                if (outcome instanceof Outcome.Ok) {
                  done.add(key);
                }
                return done;
              });
    }
    return new Reply.Deferred(cleared.thenApply(done -> new Reply.MetadataCleared(target, done)));
  }

  /** Stores what a guest told of itself for the account that it has registered. */
  public void keep(Session session) {
    Nick nick = session.nick();
    if (nick != null && session.account() != null) {
      Setter setter = setter(session, nick);
      session
          .metadata()
          .forEach((key, value) -> {
            var _ = setter.apply(key, value);
          });
    }
  }
}
