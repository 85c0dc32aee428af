package dev.parley.irc.user;

import dev.parley.chat.api.Receiver;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
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

  /** Held by those who mention a session: its departure is shown after it has ended. */
  private final Map<Receiver, IrcUser> introduced =
      Collections.synchronizedMap(new WeakHashMap<>());

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

  /** Records how a session introduces itself. */
  public void introduce(Session session, IrcUser user) {
    introduced.put(session, user);
    byMode.forEach((mode, people) -> {
      if (user.is(mode)) {
        people.add(session);
      } else {
        people.remove(session);
      }
    });
  }

  /** Records that a session has ended; it is still described as before. */
  public void left(Session session) {
    byMode.values().forEach(people -> people.remove(session));
  }

  /** Returns the number of people with a mode. */
  public int count(UserMode mode) {
    return byMode.getOrDefault(mode, Set.of()).size();
  }

  /** Returns the description of a person. */
  public IrcUser of(Receiver person) {
    IrcUser known = introduced.get(person);
    if (known != null) {
      return known;
    }
    Nick nick = person instanceof Session session ? session.nick() : null;
    return new IrcUser(person.endpoint().protocol(), nick == null ? "" : nick.value(), Set.of());
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
    return person == null
        ? nick + "!" + NO_HOST + "@" + NO_HOST
        : nick + "!" + of(person).name() + "@" + host(person);
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
