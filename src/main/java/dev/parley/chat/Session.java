package dev.parley.chat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Someone at the other end of an {@link Endpoint}: nameless at first, a person in rooms after
 * {@link Command.Arrive}. Made by {@link Chat#connect}. Readable from any thread; changed by the
 * core alone.
 */
public final class Session {

  private static final AtomicReferenceFieldUpdater<Session, List<Room>> ROOMS = roomsUpdater();

  private final Endpoint endpoint;
  private final Instant connectedAt;
  private volatile long lastActiveMillis;
  private volatile @Nullable Nick nick;
  private volatile List<Room> rooms = List.of();
  private volatile Set<Nick> ignored = Set.of();
  private volatile @Nullable String away;
  private volatile @Nullable Nick correspondent;
  private volatile boolean echo;
  private volatile boolean ended;

  Session(Endpoint endpoint, Instant connectedAt) {
    this.endpoint = endpoint;
    this.connectedAt = connectedAt;
    this.lastActiveMillis = connectedAt.toEpochMilli();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static AtomicReferenceFieldUpdater<Session, List<Room>> roomsUpdater() {
    return (AtomicReferenceFieldUpdater)
        AtomicReferenceFieldUpdater.newUpdater(Session.class, List.class, "rooms");
  }

  /** The way out to this session. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Names this session for as long as the server runs. */
  public String id() {
    return endpoint.id();
  }

  /** When the connection was made. */
  public Instant connectedAt() {
    return connectedAt;
  }

  /** When the session last asked for something, or was connected. */
  public Instant lastActiveAt() {
    return Instant.ofEpochMilli(lastActiveMillis);
  }

  /** The name, null until one is given. */
  public @Nullable Nick nick() {
    return nick;
  }

  /** The rooms that the session is in, in the order of joining. */
  public List<RoomName> rooms() {
    return rooms.stream().map(Room::name).toList();
  }

  /** Whether the session's own messages come back to it. */
  public boolean echo() {
    return echo;
  }

  /** What the person says about being away, null where here. */
  public @Nullable String away() {
    return away;
  }

  /** Whether what a person of this name says is not to be shown to this session. */
  public boolean ignores(String name) {
    Set<Nick> names = ignored;
    if (names.isEmpty()) {
      return false;
    }
    Nick other = Nick.parse(name);
    return other != null && names.contains(other);
  }

  void active(long nowMillis) {
    lastActiveMillis = nowMillis;
  }

  void nick(Nick nick) {
    this.nick = nick;
  }

  void echo(boolean on) {
    this.echo = on;
  }

  void away(@Nullable String text) {
    this.away = text;
  }

  Set<Nick> ignored() {
    return ignored;
  }

  void ignored(Set<Nick> nicks) {
    this.ignored = Set.copyOf(nicks);
  }

  @Nullable Nick correspondent() {
    return correspondent;
  }

  void correspondent(Nick nick) {
    this.correspondent = nick;
  }

  /** Whether the session is over; one that is joins nothing more. */
  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }

  List<Room> memberOf() {
    return rooms;
  }

  void entered(Room room) {
    ROOMS.updateAndGet(this, plus(room));
  }

  void left(Room room) {
    ROOMS.updateAndGet(this, minus(room));
  }

  private static UnaryOperator<List<Room>> plus(Room room) {
    return now ->
        now.isEmpty() ? room.alone() : Stream.concat(now.stream(), Stream.of(room)).toList();
  }

  private static UnaryOperator<List<Room>> minus(Room room) {
    return now ->
        now.stream()
            .filter(other -> other != room)
            .collect(Collectors.collectingAndThen(Collectors.toList(), List::copyOf));
  }

  @Override
  public String toString() {
    return id() + " (" + nick + ")";
  }
}
