package dev.parley.irc.client;

import dev.parley.chat.Chat;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import dev.parley.irc.output.EventRenderer;
import dev.parley.irc.settings.IrcProperties;
import dev.parley.irc.user.IrcUsers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds what all clients share. Safe for use from any thread. */
public final class IrcServer {

  private final Chat chat;
  private final Clock clock;
  private final IrcProperties properties;
  private final IrcUsers users;
  private final EventRenderer renderer;
  private final List<String> motd;
  private final String name;
  private final String version;
  private final Instant startedAt;
  private final Map<Session, List<IrcClient>> clients = new ConcurrentHashMap<>();
  private final AtomicInteger mostPeople = new AtomicInteger();

  /**
   * @param protocol the name of the protocol
   * @param motd the lines that are shown after the registration
   * @param version the version of the program
   */
  public IrcServer(
      String protocol,
      Chat chat,
      Clock clock,
      IrcProperties properties,
      IrcUsers users,
      List<String> motd,
      String version) {
    this.chat = chat;
    this.clock = clock;
    this.properties = properties;
    this.users = users;
    this.motd = motd;
    this.version = version;
    this.name = chat.settings().serverName().strip().replaceAll("[\\s:!@,*?]+", "-");
    this.startedAt = clock.instant();
    this.renderer = new EventRenderer(protocol, name, users, clock, chat::holder, chat::sessions);
  }

  /** Returns the core. */
  public Chat chat() {
    return chat;
  }

  /** Returns the clock. */
  public Clock clock() {
    return clock;
  }

  /** Returns the settings. */
  public IrcProperties properties() {
    return properties;
  }

  /** Returns the people as they are described. */
  public IrcUsers users() {
    return users;
  }

  /** Returns what renders events. */
  public EventRenderer renderer() {
    return renderer;
  }

  /** Returns the lines that are shown after the registration. */
  public List<String> motd() {
    return motd;
  }

  /** Returns the name of the server, as one word. */
  public String name() {
    return name;
  }

  /** Returns the version of the program. */
  public String version() {
    return version;
  }

  /** Returns the time of the start. */
  public Instant startedAt() {
    return startedAt;
  }

  /** Returns the session of a name, connected or held for resumption, or null. */
  public @Nullable Session find(String nick) {
    Nick parsed = Nick.parse(nick);
    return parsed == null ? null : chat.holder(parsed);
  }

  /** Records a client that has registered. */
  void add(Session session, IrcClient client) {
    clients.compute(
        session,
        (person, before) ->
            before == null
                ? List.of(client)
                : Stream.concat(before.stream(), Stream.of(client)).toList());
    countPeople();
  }

  /** Removes a client that has left. */
  public void remove(IrcClient client) {
    Session session = client.session();
    List<IrcClient> left =
        clients.computeIfPresent(
            session,
            (person, before) -> {
              List<IrcClient> others = without(client, before);
              return others.isEmpty() ? null : others;
            });
    if (left == null) {
      users.left(session);
    }
  }

  private static List<IrcClient> without(IrcClient client, List<IrcClient> all) {
    return all.stream().filter(other -> other != client).toList();
  }

  /** Returns the clients that have registered, in no order. */
  public Stream<IrcClient> clients() {
    return clients.values().stream().flatMap(List::stream);
  }

  /** Returns the other clients that share the session of one. */
  List<IrcClient> siblings(IrcClient client) {
    return without(client, clients.getOrDefault(client.session(), List.of()));
  }

  /** Counts the people who are here, and returns the most there were at a time. */
  public int countPeople() {
    int now = chat.population();
    return mostPeople.accumulateAndGet(now, Math::max);
  }
}
