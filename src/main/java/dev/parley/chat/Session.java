package dev.parley.chat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Someone at the other end of an {@link Endpoint}: nameless at first, a person in rooms after
 * {@link Command.Arrive}. Made by {@link Chat#connect}. Readable from any thread; changed by the
 * core alone.
 */
public final class Session {

  private static final AtomicReferenceFieldUpdater<Session, List<Membership>> ROOMS =
      roomsUpdater();

  /** How many private messages are kept for a session that may be come back to. */
  private static final int MAIL = 100;

  private final ReentrantLock commands = new ReentrantLock();
  private final Endpoint endpoint;
  private final Instant connectedAt;
  private volatile long lastActiveMillis;
  private volatile @Nullable Nick nick;
  private volatile @Nullable Account account;
  private volatile List<Membership> rooms = List.of();
  private volatile Set<Nick> ignored = Set.of();
  private volatile @Nullable String away;
  private volatile @Nullable Nick correspondent;
  private volatile boolean echo;
  private volatile @Nullable Disconnect end;
  private volatile List<Membership> lastPlaces = List.of();
  private volatile @Nullable Queue<Event> mail;
  private volatile @Nullable String token;

  Session(Endpoint endpoint, Instant connectedAt) {
    this.endpoint = endpoint;
    this.connectedAt = connectedAt;
    this.lastActiveMillis = connectedAt.toEpochMilli();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static AtomicReferenceFieldUpdater<Session, List<Membership>> roomsUpdater() {
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

  /** The account that the person has logged in to, null for a guest. */
  public @Nullable Account account() {
    return account;
  }

  /** The rooms that the session is in, in the order of joining. */
  public List<RoomName> rooms() {
    return rooms.stream().map(place -> place.room().name()).toList();
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

  void account(@Nullable Account account) {
    this.account = account;
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

  /** What the session can come back with after a drop, null where it cannot. */
  @Nullable String token() {
    return token;
  }

  void token(@Nullable String token) {
    this.token = token;
  }

  /** Is from now on to this session what the other was to itself: its name, its ways. */
  void takeOver(Session other, Nick name) {
    nick = name;
    account = other.account;
    ignored = other.ignored;
    away = other.away;
    correspondent = other.correspondent;
  }

  /** Whether the session is over; one that is joins nothing more and asks for nothing. */
  boolean ended() {
    return end != null;
  }

  /** How the session ended, null while it has not. */
  @Nullable Disconnect end() {
    return end;
  }

  /** Ends the session; what it is a member of is kept in mind. */
  void end(Disconnect why) {
    lastPlaces = rooms;
    mail = new ArrayBlockingQueue<>(MAIL);
    end = why;
  }

  /** Held while a command of the session is carried out, and while another takes its place. */
  ReentrantLock commands() {
    return commands;
  }

  /** Keeps a private message for when the session is come back to; false where it cannot. */
  boolean keep(Event message) {
    Queue<Event> kept = mail;
    return kept != null && kept.offer(message);
  }

  /** The private messages that were kept. */
  Collection<Event> mail() {
    Queue<Event> kept = mail;
    return kept == null ? List.of() : kept;
  }

  /** The places in rooms: those that the session has, or had when it ended. */
  List<Membership> places() {
    return ended() ? lastPlaces : rooms;
  }

  /**
   * A line of a room was sent to the other side. Told by the session's transport, in the order of
   * sending, so that a session that comes back is shown what it has missed.
   */
  @SuppressWarnings("ReferenceEquality") // A room's events bear the room's own name.
  public void shown(Event.Posted posted) {
    for (Membership place : rooms) {
      if (place.room().name() == posted.room()) {
        place.shown(posted.entry().offset());
      }
    }
  }

  List<Room> memberOf() {
    return rooms.stream().map(Membership::room).toList();
  }

  void entered(Membership place) {
    ROOMS.updateAndGet(
        this,
        now ->
            now.isEmpty()
                ? List.of(place)
                : Stream.concat(now.stream(), Stream.of(place)).toList());
  }

  void left(Room room) {
    ROOMS.updateAndGet(
        this, now -> List.copyOf(now.stream().filter(place -> place.room() != room).toList()));
  }

  @Override
  public String toString() {
    return id() + " (" + nick + ")";
  }
}
