package dev.parley.irc.user;

import dev.parley.chat.api.Receiver;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.name.Introduction;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes the people of all protocols as IRC shows them. Safe for use from any thread.
 *
 * <p>Who has not introduced itself has the protocol for a user name and the nick for a real name.
 */
public final class IrcUsers {

  /** The host of what has no address. */
  private static final String NO_HOST = "parley";

  /** The number of hosts that are remembered. */
  private static final int MAX_HOSTS = 10_000;

  private final Map<UserMode, Set<Receiver>> byMode = new EnumMap<>(UserMode.class);
  private final Map<String, String> hosts = new ConcurrentHashMap<>();
  private final HostCloak cloak;

  /** Creates a registry of nobody. */
  public IrcUsers(HostCloak cloak) {
    this.cloak = cloak;
    for (UserMode mode : UserMode.values()) {
      byMode.put(mode, ConcurrentHashMap.newKeySet());
    }
  }

  /** Counts a session here by the modes with which it introduces itself. */
  public void introduced(Session session, IrcUser user) {
    byMode.forEach((mode, people) -> {
      if (user.is(mode)) {
        people.add(session);
      } else {
        people.remove(session);
      }
    });
  }

  /** Counts a session no more that has ended; it is still described as before. */
  public void left(Session session) {
    byMode.values().forEach(people -> people.remove(session));
  }

  /** Returns the number of people with a mode. */
  public int count(UserMode mode) {
    return byMode.getOrDefault(mode, Set.of()).size();
  }

  /** Returns the description of a person. */
  public IrcUser of(Receiver person) {
    Introduction known = introduction(person);
    if (known != null) {
      return IrcUser.of(known);
    }
    Nick nick = person instanceof Session session ? session.nick() : null;
    return new IrcUser(person.endpoint().protocol(), nick == null ? "" : nick.value(), Set.of());
  }

  private static @Nullable Introduction introduction(Receiver person) {
    return person instanceof Session session ? session.introduction() : null;
  }

  /** Returns the host of a person, which does not tell the address. */
  public String host(Receiver person) {
    return hostOf(person.endpoint().remoteAddress());
  }

  /** Returns the host that stands for an address. */
  public String hostOf(String address) {
    if (address.isEmpty()) {
      return NO_HOST;
    }
    if (hosts.size() > MAX_HOSTS) {
      hosts.clear();
    }
    return hosts.computeIfAbsent(address, this::cloaked);
  }

  private String cloaked(String address) {
    AddressRange range = AddressRange.parse(address);
    return cloak.host(range == null ? address : range.toString());
  }

  /**
   * Returns {@code nick!user@host}.
   *
   * @param person the person, null if it is not here
   */
  public String source(String nick, @Nullable Receiver person) {
    if (person == null) {
      return nick + "!" + NO_HOST + "@" + NO_HOST;
    }
    Introduction known = introduction(person);
    String user = known == null ? person.endpoint().protocol() : known.user();
    return nick + "!" + user + "@" + host(person);
  }

  /** Returns {@code nick!user@host} of a person. */
  public String source(Session person) {
    Nick nick = person.nick();
    return source(nick == null ? "*" : nick.value(), person);
  }

  /** Returns the name that a person is logged in by, or null. */
  public static @Nullable String account(@Nullable Receiver person) {
    Nick login = person instanceof Session session ? session.login() : null;
    return login == null ? null : login.value();
  }
}
