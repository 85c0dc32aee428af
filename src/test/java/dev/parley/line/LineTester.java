package dev.parley.line;

import dev.parley.chat.Chat;
import dev.parley.chat.SetClock;
import dev.parley.chat.SetLimits;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Limits;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.SessionStore;
import dev.parley.store.log.MemoryRoomLog;
import dev.parley.store.registry.RegistryTester;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.HeldRoomLog;
import dev.parley.tcp.RecordingPeer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A chat in memory that people reach by the line protocol; time stands still unless it is moved.
 */
final class LineTester {

  static final Limits LIMITS =
      new SetLimits()
          .lineBytes(64)
          .connections(100, 10)
          .sendqBytes(65_536)
          .rooms(3)
          .ignores(2)
          .tokenMessages(7, 8)
          .loginTimeout(Duration.ofSeconds(60))
          .limits();

  final HeldRoomLog log;
  final Chat chat;
  final Operator operator;
  final RegistryTester registry;
  final AccountAdmin accountAdmin;
  private final Queue<Runnable> blocking = new ArrayDeque<>();
  private final LineProtocol protocol;
  private final SetClock clock = new SetClock("2026-11-22T12:03:30.123Z");
  private boolean blocked;
  private int connections;

  LineTester() {
    this(Duration.ZERO);
  }

  LineTester(Duration greetingDelay) {
    log = new HeldRoomLog(new MemoryRoomLog(clock, 1000));
    ChatSettings settings =
        new ChatSettings(
            "parley",
            LIMITS,
            20,
            5,
            100,
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            RetentionPolicy.UNLIMITED);
    registry = new RegistryTester(clock, this::block);
    chat =
        new Chat(
            settings,
            log,
            clock,
            ChatMetrics.NONE,
            (delay, task) -> {},
            this::block,
            registry.authenticator,
            ModerationStore.NONE,
            MetadataStore.NONE,
            SessionStore.NONE,
            registry.audit,
            PeerNetwork.NONE);
    accountAdmin = chat.accountAdmin();
    operator = chat.operator();
    protocol = new LineProtocol(chat, clock, greetingDelay, ConnectionLimits.NONE);
  }

  private void block(Runnable task) {
    blocking.add(task);
    if (!blocked) {
      unblock();
    }
  }

  /** Delays blocking operations until {@link #unblock}. */
  void block() {
    blocked = true;
  }

  void unblock() {
    blocked = false;
    while (!blocking.isEmpty()) {
      blocking.remove().run();
    }
  }

  /** Lets time pass. */
  void pass(Duration time) {
    clock.pass(time);
  }

  /** Returns someone who has just connected. */
  RecordingPeer connect() {
    return RecordingPeer.connect(protocol, ++connections);
  }

  /** Returns someone who is in the lobby, and has read everything so far. */
  RecordingPeer person(String name) {
    RecordingPeer peer = connect().receive(name + "\n");
    var _ = peer.sent();
    return peer;
  }

  /** Returns someone who speaks JSON and is in the lobby, and has read everything so far. */
  RecordingPeer program(String name) {
    RecordingPeer peer = connect().receive("/json on\n" + name + "\n");
    var _ = peer.sent();
    return peer;
  }
}
