package dev.parley.chat;

import dev.parley.chat.RecordingTransport.RecordingEndpoint;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.SessionStore;
import dev.parley.chat.roster.MemoryCluster;
import dev.parley.chat.session.Session;
import dev.parley.store.log.MemoryRoomLog;
import dev.parley.store.registry.MemoryAudit;
import dev.parley.store.registry.MemoryMetadataStore;
import dev.parley.store.registry.MemoryModerationStore;
import dev.parley.store.registry.RegistryTester;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs a chat in memory, with a clock that is set by hand and people to act in it. */
public final class ChatTester {

  public final RecordingTransport transport = new RecordingTransport();
  public final RecordingChatMetrics monitor = new RecordingChatMetrics();
  public final ManualRoomLog log = new ManualRoomLog();
  public final List<Runnable> alarms = Collections.synchronizedList(new ArrayList<>());
  public final RegistryTester registry;
  public final MemoryModerationStore moderationStore;
  public final MemoryMetadataStore metadataStore;
  public final MemoryAudit audit;
  public final Chat chat;
  public final AccountAdmin accountAdmin;
  public final Operator operator;
  public final SetClock clock = new SetClock("2026-11-22T10:15:30Z");
  private final Queue<Runnable> blocking = new ArrayDeque<>();
  private boolean blocked;

  public ChatTester() {
    this(limits(0, 0));
  }

  public ChatTester(Limits limits) {
    this(limits, RegistryTester.OPEN, new MemoryModerationStore());
  }

  public ChatTester(Limits limits, AccountSettings accounts) {
    this(limits, accounts, new MemoryModerationStore());
  }

  /** Creates a chat that begins with the rules of a store. */
  public ChatTester(Limits limits, MemoryModerationStore moderationStore) {
    this(limits, RegistryTester.OPEN, moderationStore);
  }

  private ChatTester(
      Limits limits, AccountSettings accounts, MemoryModerationStore moderationStore) {
    this(limits, accounts, moderationStore, null, null);
  }

  /**
   * Creates a chat that runs blocking work on this executor, as the real one does, and has no
   * limits.
   */
  static ChatTester on(Executor blocking) {
    return on(blocking, limits(0, 0));
  }

  static ChatTester on(Executor blocking, Limits limits) {
    return new ChatTester(
        limits,
        RegistryTester.OPEN,
        new MemoryModerationStore(),
        new MemoryRoomLog(Clock.systemUTC(), 1000),
        blocking);
  }

  private ChatTester(
      Limits limits,
      AccountSettings accounts,
      MemoryModerationStore moderationStore,
      RoomLog another,
      Executor blocking) {
    this(limits, accounts, moderationStore, another, blocking, null, PeerNetwork.NONE);
  }

  /** Creates a server of a cluster, with the accounts of another server of it, null for none. */
  public static ChatTester of(MemoryCluster.Node node, @Nullable ChatTester other) {
    return new ChatTester(
        limits(0, 0),
        RegistryTester.OPEN,
        other == null ? new MemoryModerationStore() : other.moderationStore,
        node,
        null,
        other,
        node);
  }

  private ChatTester(
      Limits limits,
      AccountSettings accounts,
      MemoryModerationStore moderationStore,
      RoomLog another,
      Executor blocking,
      @Nullable ChatTester other,
      PeerNetwork network) {
    transport.countFrom(other == null ? 0 : 1000);
    RoomLog used = another == null ? log : another;
    this.moderationStore = moderationStore;
    this.metadataStore = other == null ? new MemoryMetadataStore() : other.metadataStore;
    ChatSettings settings =
        new ChatSettings(
            "parley",
            limits,
            20,
            100,
            3,
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            RetentionPolicy.UNLIMITED);
    registry =
        other == null
            ? new RegistryTester(
                accounts, monitor, clock, blocking == null ? Runnable::run : blocking)
            : other.registry;
    audit = registry.audit;
    chat =
        new Chat(
            settings,
            used,
            clock,
            monitor,
            (delay, task) -> alarms.add(task),
            blocking == null ? this::block : blocking,
            registry.authenticator,
            moderationStore,
            metadataStore,
            SessionStore.NONE,
            audit,
            network);
    accountAdmin = chat.accountAdmin();
    operator = chat.operator();
    alarms.clear();
  }

  private void block(Runnable task) {
    if (blocked) {
      blocking.add(task);
    } else {
      task.run();
    }
  }

  /** Holds blocking work until {@link #unblock}. */
  void block() {
    blocked = true;
  }

  void unblock() {
    blocked = false;
    while (!blocking.isEmpty()) {
      blocking.remove().run();
    }
  }

  /** Returns the value of an outcome that must not be a refusal. */
  public static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Refused<T>(Reply.Refused refused) -> throw new AssertionError(refused);
    };
  }

  /** Returns limits with these two set alone. */
  public static Limits limits(int rooms, int ignores) {
    return new SetLimits().rooms(rooms).ignores(ignores).limits();
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    clock.pass(time);
  }

  /** Connects a person who has no name yet. */
  public Person stranger() {
    RecordingEndpoint endpoint = transport.endpoint();
    return new Person(chat.connect(endpoint), endpoint);
  }

  /** Connects a person in the lobby through another transport. */
  Person personOn(RecordingTransport other, String name) {
    RecordingEndpoint endpoint = other.endpoint();
    Person person = new Person(chat.connect(endpoint), endpoint);
    person.does(new Command.Arrive(name));
    return person;
  }

  /** Connects a person from an address who has no name yet. */
  public Person strangerFrom(String address) {
    RecordingEndpoint endpoint = transport.endpoint().from(address);
    return new Person(chat.connect(endpoint), endpoint);
  }

  /** Creates an account of a name, if there is none yet. */
  public void account(String name) {
    var _ = registry.accounts.create(new Nick(name), new Secret("correct horse"), false);
  }

  /** Connects a person in the lobby who is logged in. */
  public Person member(String name, boolean admin) {
    Person person = stranger();
    person.session.account(new Account(new Nick(name), admin));
    person.does(new Command.Arrive(name));
    return person;
  }

  /** Returns the audit records as actions and subjects, the oldest first. */
  public List<String> recorded() {
    return audit
        .read(new Audit.Query(null, null, null, null, null, Long.MAX_VALUE, 100, Long.MAX_VALUE))
        .stream()
        .map(one -> one.change().action() + " " + one.change().subject())
        .toList()
        .reversed();
  }

  /** Connects a person in the lobby who has been shown everything so far. */
  public Person person(String name) {
    Person person = stranger();
    person.does(new Command.Arrive(name));
    return person;
  }

  /**
   * Gives a command whose last step, on the connection's own thread, waits until it is finished.
   */
  public Pending begins(Session session, Command command) {
    RecordingEndpoint endpoint = (RecordingEndpoint) session.endpoint();
    endpoint.hold();
    CompletableFuture<Reply> reply = ((Reply.Deferred) chat.handle(session, command)).reply();
    CompletableFuture.anyOf(endpoint.holding(), reply).join();
    return new Pending(endpoint, reply);
  }

  /** Represents a command whose last step waits. */
  public record Pending(RecordingEndpoint endpoint, CompletableFuture<Reply> reply) {

    /** Runs the last step, and returns the answer. */
    public Reply finish() {
      endpoint.release();
      return reply.join();
    }

    /** Runs the last step, and returns the refusal. */
    public Refusal refused() {
      return ((Reply.Refused) finish()).refusal();
    }
  }

  /** Represents a session and what it is shown. */
  public final class Person {

    public final Session session;
    public final RecordingEndpoint endpoint;

    private Person(Session session, RecordingEndpoint endpoint) {
      this.session = session;
      this.endpoint = endpoint;
    }

    /** Executes a command, and returns the answer. */
    public Reply does(Command command) {
      Reply reply = chat.handle(session, command);
      return reply instanceof Reply.Deferred(CompletableFuture<Reply> later) ? later.join() : reply;
    }

    /** Gives a command whose last step waits until it is finished. */
    public Pending begins(Command command) {
      return ChatTester.this.begins(session, command);
    }

    /** Executes a command, and returns the text of its refusal. */
    public String told(Command command) {
      return ((Reply.Refused) does(command)).text();
    }

    /** Executes a command, and returns its refusal. */
    public Refusal refused(Command command) {
      return ((Reply.Refused) does(command)).refusal();
    }

    /** Returns the events that were shown since the last look. */
    public List<Event> seen() {
      return endpoint.seen();
    }

    /** Returns the texts of the lines that were shown since the last look. */
    public List<String> heard() {
      return seen().stream()
          .filter(event -> event instanceof Event.Posted)
          .map(event -> ((Event.Posted) event).entry().text())
          .toList();
    }

    public void says(String text) {
      does(new Command.Say("lobby", text));
    }
  }
}
