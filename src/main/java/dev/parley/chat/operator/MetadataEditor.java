package dev.parley.chat.operator;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.AuditJson;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.audit.Requester;
import dev.parley.chat.metadata.ActiveMetadata;
import dev.parley.chat.metadata.ActiveMetadata.Result;
import dev.parley.chat.metadata.MetadataKey;
import dev.parley.chat.metadata.MetadataStore.OfAccount;
import dev.parley.chat.metadata.MetadataStore.OfRoom;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the metadata of people and rooms, and shows the changes. Safe for use from any
 * thread; does not block.
 */
public final class MetadataEditor {

  private final ActiveMetadata metadata;
  private final Rooms rooms;
  private final NickRegistry names;
  private final AuditRecorder recorder;
  private final PeerNetwork network;
  private final Limits limits;
  private final ChatMetrics metrics;

  public MetadataEditor(
      ActiveMetadata metadata,
      Rooms rooms,
      NickRegistry names,
      AuditRecorder recorder,
      PeerNetwork network,
      Limits limits,
      ChatMetrics metrics) {
    this.metadata = metadata;
    this.rooms = rooms;
    this.names = names;
    this.recorder = recorder;
    this.network = network;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Returns the values of a person, by their keys in order: those of the account, if any. */
  public Map<String, String> of(Session person) {
    return metadata.of(person);
  }

  /** Returns the values of a room, by their keys in order. */
  public Map<String, String> of(RoomName room) {
    return metadata.of(room);
  }

  /** Returns the values of an account, by their keys in order. */
  public Map<String, String> of(AccountProfile account) {
    return metadata.of(account);
  }

  /**
   * Sets a value of a room; null removes it.
   *
   * @return completed with the value as it is stored now, null if it is removed
   */
  public CompletableFuture<Outcome<Change>> set(
      Requester by, Room room, String key, @Nullable String value, String reason) {
    return switch (checked(key, value)) {
      case Outcome.Refused<Change> refused -> CompletableFuture.completedFuture(refused);
      case Outcome.Ok<Change>(Change change) -> {
        String before = metadata.of(room.name()).get(key);
        yield metadata
            .set(
                () -> new OfRoom(room.name()),
                key,
                change.value(),
                room::whileOpen,
                () -> {
                  record(by.actor(), "room.metadata", room.name().value(), reason, change, before);
                  show(by, room, change);
                })
            .thenApply(result -> outcome(result, change));
      }
    };
  }

  private void show(Requester by, Room room, Change change) {
    Session asker = by.session();
    publish(by, room, change);
    network.announce(() ->
        new PeerMessage.RoomMetadataSet(
            room.name(),
            change.key(),
            change.value(),
            by.shown(),
            asker == null ? null : asker.participant().id()));
  }

  private static void publish(Requester by, Room room, Change change) {
    room.publish(name ->
        new Event.RoomMetadataChanged(
            name,
            room.epoch(),
            change.key(),
            change.value(),
            by.shown(),
            by.session(),
            by.cause()));
  }

  /**
   * Sets a value of an account; null removes it. A person's own change is not on record.
   *
   * @return completed with the value as it is stored now, null if it is removed
   */
  public CompletableFuture<Outcome<Change>> set(
      Requester by, AccountProfile account, String key, @Nullable String value, String reason) {
    return switch (checked(key, value)) {
      case Outcome.Refused<Change> refused -> CompletableFuture.completedFuture(refused);
      case Outcome.Ok<Change>(Change change) -> {
        String before = metadata.of(account).get(key);
        yield metadata
            .set(
                () -> new OfAccount(account.id()),
                key,
                change.value(),
                there -> {
                  there.run();
                  return true;
                },
                () -> {
                  if (by.session() == null) {
                    String name = account.name().value();
                    record(by.actor(), "account.metadata", name, reason, change, before);
                  }
                  show(by, account, change);
                })
            .thenApply(result -> outcome(result, change));
      }
    };
  }

  private void show(Requester by, AccountProfile account, Change change) {
    Session asker = by.session();
    show(account.name(), change, by);
    network.announce(() ->
        new PeerMessage.AccountMetadataSet(
            account.id(),
            change.key(),
            change.value(),
            asker == null ? null : asker.participant().id()));
  }

  private void show(Nick account, Change change, Requester by) {
    for (Session person : names.everyone()) {
      Account known = person.account();
      if (known != null && known.name().equals(account)) {
        rooms.showMetadata(person, change.key(), change.value(), by.session(), by.cause());
      }
    }
  }

  /** Sets a value of a guest; null removes it. Called by the commands of the guest alone. */
  public Outcome<Change> set(Requester by, Session guest, String key, @Nullable String value) {
    return switch (checked(key, value)) {
      case Outcome.Refused<Change> refused -> refused;
      case Outcome.Ok<Change>(Change change) -> {
        Result result = metadata.set(guest, key, change.value());
        if (result == Result.CHANGED) {
          rooms.showMetadata(guest, key, change.value(), by.session(), by.cause());
        }
        yield outcome(result, change);
      }
    };
  }

  /**
   * Changes some values of a room for an operator, until one is refused; null removes one. May
   * block.
   *
   * @return the values now
   */
  public Outcome<Map<String, String>> patch(
      Actor by, String name, Map<String, @Nullable String> changes, String reason) {
    Room room = rooms.find(name);
    if (room == null) {
      return new Outcome.Refused<>(Rooms.noSuchRoom(name));
    }
    return patch(
        changes,
        (key, value) -> set(Requester.of(by), room, key, value, reason),
        () -> of(room.name()));
  }

  /** Changes some values of an account for an operator, as those of a room. */
  public Outcome<Map<String, String>> patch(
      Actor by, AccountProfile account, Map<String, @Nullable String> changes, String reason) {
    return patch(
        changes,
        (key, value) -> set(Requester.of(by), account, key, value, reason),
        () -> of(account));
  }

  /** Sets a value by its key. */
  private interface Setter {
    CompletableFuture<Outcome<Change>> set(String key, @Nullable String value);
  }

  private Outcome<Map<String, String>> patch(
      Map<String, @Nullable String> changes, Setter setter, Supplier<Map<String, String>> now) {
    for (Map.Entry<String, @Nullable String> change : changes.entrySet()) {
      Outcome<Change> outcome =
          setter
              .set(change.getKey(), change.getValue())
              .exceptionally(failure ->
                  new Outcome.Refused<>(Failures.refusal("Storing metadata", failure, metrics)))
              .join();
      if (outcome instanceof Outcome.Refused<Change>(Reply.Refused refused)
          && refused.refusal() != Refusal.NO_SUCH_KEY) {
        return new Outcome.Refused<>(refused);
      }
    }
    return new Outcome.Ok<>(now.get());
  }

  /** Applies a change of a room that another server has stored. May block. */
  public void learn(PeerMessage.RoomMetadataSet set, Requester by) {
    Room room = rooms.known(set.room());
    RoomName name = room == null ? set.room() : room.name();
    if (metadata.learn(new OfRoom(name), set.key(), set.value()) && room != null) {
      publish(by, room, new Change(set.key(), set.value()));
    }
  }

  /**
   * Applies a change of an account that another server has stored. May block.
   *
   * @param account the account, null if it is not known any more
   */
  public void learn(
      PeerMessage.AccountMetadataSet set, @Nullable AccountProfile account, Requester by) {
    boolean changed = metadata.learn(new OfAccount(set.account()), set.key(), set.value());
    if (changed && account != null) {
      show(account.name(), new Change(set.key(), set.value()), by);
    }
  }

  /** Reads everything again, as changes of other servers may have been missed. May block. */
  public void reload() {
    metadata.reload();
  }

  private void record(
      Actor actor,
      String action,
      String subject,
      String reason,
      Change change,
      @Nullable String before) {
    recorder.put(actor, action, subject, reason, json(change.key(), before), json(change));
  }

  private static @Nullable String json(Change change) {
    return json(change.key(), change.value());
  }

  private static @Nullable String json(String key, @Nullable String value) {
    return value == null ? null : new AuditJson().with(key, value).end();
  }

  private Outcome<Change> checked(String key, @Nullable String value) {
    if (!MetadataKey.isValid(key)) {
      return Outcome.refused(Refusal.MALFORMED_KEY, MetadataKey.RULE + ".");
    }
    String clean = value == null ? null : Text.cleanLine(value);
    if (clean != null && Text.utf8Length(clean) > limits.metadataValueBytes()) {
      return Outcome.refused(
          Refusal.INVALID_VALUE, "A value has at most " + limits.metadataValueBytes() + " bytes.");
    }
    return new Outcome.Ok<>(new Change(key, clean));
  }

  private Outcome<Change> outcome(Result result, Change change) {
    return switch (result) {
      case CHANGED, SAME -> new Outcome.Ok<>(change);
      case NOT_SET -> Outcome.refused(Refusal.NO_SUCH_KEY, "There is no " + change.key() + ".");
      case TOO_MANY ->
          Outcome.refused(
              Refusal.TOO_MANY_KEYS,
              "There are as many keys as there may be: " + limits.metadataKeys() + ".");
    };
  }

  /**
   * Represents a value as it is now.
   *
   * @param value the value, null if it is removed
   */
  public record Change(String key, @Nullable String value) {}
}
