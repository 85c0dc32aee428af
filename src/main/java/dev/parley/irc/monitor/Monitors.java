package dev.parley.irc.monitor;

import dev.parley.chat.api.Event;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.NameListener;
import dev.parley.chat.session.Session;
import dev.parley.irc.client.IrcClient;
import dev.parley.irc.message.IrcMessage;
import dev.parley.irc.metadata.MetadataSubscriptions;
import dev.parley.irc.output.Capability;
import dev.parley.irc.output.Numeric;
import dev.parley.irc.user.PastNames;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds which names clients watch, and tells them. Safe for use from any thread. */
public final class Monitors implements NameListener {

  private final Map<Nick, Set<IrcClient>> watchers = new ConcurrentHashMap<>();
  private final PastNames pastNames;

  /**
   * @param pastNames remembers the names that go out of use
   */
  public Monitors(PastNames pastNames) {
    this.pastNames = pastNames;
  }

  /** Has a client watch a name. */
  void add(Nick nick, IrcClient client) {
    watchers.compute(
        nick,
        (name, clients) -> {
          Set<IrcClient> all = clients == null ? ConcurrentHashMap.newKeySet() : clients;
          all.add(client);
          return all;
        });
  }

  /** Has a client no longer watch a name. */
  void remove(Nick nick, IrcClient client) {
    watchers.computeIfPresent(
        nick,
        (name, clients) -> {
          clients.remove(client);
          return clients.isEmpty() ? null : clients;
        });
  }

  /** Returns who watches a name. */
  Set<IrcClient> watchersOf(Nick nick) {
    return watchers.getOrDefault(nick, Set.of());
  }

  @Override
  public void appeared(Nick nick, Session session) {
    for (IrcClient client : watchersOf(nick)) {
      String source = client.server().users().source(nick.value(), session);
      client.sendLater(() ->
          IrcMessage.of(
              client.server().name(), Numeric.MONITOR_ONLINE.code(), client.nick(), source));
      for (IrcMessage told : MetadataSubscriptions.ofWatched(client, session)) {
        client.sendLater(() -> told);
      }
    }
  }

  /** Shows a change of a person to those who watch its name and share no room with it. */
  @Override
  public void changed(Event event, Nick nick, Session session) {
    for (IrcClient client : watchersOf(nick)) {
      boolean told = event instanceof Event.MetadataChanged;
      if (client.has(told ? Capability.DRAFT_METADATA_2 : Capability.EXTENDED_MONITOR)
          && Collections.disjoint(client.session().rooms(), session.rooms())) {
        client.peer().deliver(event);
      }
    }
  }

  @Override
  public void vanished(Nick nick, Session session) {
    pastNames.vanished(nick, session);
    for (IrcClient client : watchersOf(nick)) {
      client.sendLater(() ->
          IrcMessage.of(
              client.server().name(), Numeric.MONITOR_OFFLINE.code(), client.nick(), nick.value()));
    }
  }
}
