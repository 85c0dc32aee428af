package dev.parley.chat.session;

import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.Text;
import dev.parley.chat.peer.PeerNetwork;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers the names of sessions. A name belongs to one session at a time. Safe for use from any
 * thread.
 */
public final class NickRegistry {

  /** The number of variants that are tried in sequence before the search takes larger steps. */
  private static final int IN_A_ROW = 8;

  /** The maximum number of searches for a free variant, as others may claim the one found. */
  private static final int SEARCHES = 4;

  private static final int LAST_VARIANT = 1 << 28;
  private static final long MAX_STEP = 1 << 20;

  private final ConcurrentMap<Nick, Session> holders = new ConcurrentHashMap<>();
  private final List<NameListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong guests = new AtomicLong();
  private final BiPredicate<Nick, Session> reserved;
  private final PeerNetwork network;
  private final Executor blocking;

  /**
   * @param reserved whether a name is reserved for someone other than a session
   */
  public NickRegistry(BiPredicate<Nick, Session> reserved) {
    this(reserved, PeerNetwork.NONE, Runnable::run);
  }

  /**
   * @param reserved whether a name is reserved for someone other than a session
   * @param network has the register of names of the cluster
   * @param blocking runs tasks that may block
   */
  public NickRegistry(BiPredicate<Nick, Session> reserved, PeerNetwork network, Executor blocking) {
    this.reserved = reserved;
    this.network = network;
    this.blocking = blocking;
  }

  /**
   * Runs a task that claims names: now, or in a cluster, where that blocks, on another thread. The
   * future of a task that ran now is done.
   */
  public <T> CompletableFuture<T> claiming(Supplier<T> task) {
    return network.isAlone()
        ? CompletableFuture.completedFuture(task.get())
        : CompletableFuture.supplyAsync(task, blocking);
  }

  /**
   * Returns whether a name is reserved for someone other than a session, whether it is in use or
   * not.
   */
  public boolean isReserved(Nick nick, Session session) {
    return reserved.test(nick, session);
  }

  /**
   * Claims a name for a session; returns false if it is in use by another or reserved. May block in
   * a cluster.
   *
   * @throws dev.parley.chat.history.StoreUnavailableException if the register of names of the
   *     cluster does not work
   */
  public boolean claim(Nick nick, Session session) {
    Session holder = holders.putIfAbsent(nick, session);
    // Checked afterwards: a reservation of the name checks afterwards whether it is in use.
    boolean kept = reserved.test(nick, session);
    if (holder == null && (kept || !isRegistered(nick, session))) {
      holders.remove(nick, session);
      return false;
    }
    return !kept && (holder == null || holder == session);
  }

  /** Returns whether the register of names gave a name, which is unused here, to a session. */
  private boolean isRegistered(Nick nick, Session session) {
    if (network.isAlone()) {
      return true;
    }
    try {
      return network.names().claim(nick, session.participant().id()).join();
    } catch (CompletionException failure) {
      holders.remove(nick, session);
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }

  /** Records that a person at another server has a name. */
  public void learn(Nick nick, Session remote) {
    holders.put(nick, remote); // A claim of it here that is under way fails.
  }

  /** Records that a person at another server no longer has a name. */
  public void forget(Nick nick, Session remote) {
    holders.remove(nick, remote);
  }

  /**
   * Claims a name or a free variant of it, {@code bob_2}, for a session. The variant is the first
   * free one if the numbers in use have no gaps. The number of names tried is bounded.
   */
  public Nick claimVariant(Nick wanted, Session session) {
    if (claim(wanted, session)) {
      return wanted;
    }
    int from = 2;
    for (int search = 0; search < SEARCHES; search++) {
      for (int n = from; n < from + IN_A_ROW; n++) {
        Nick nick = wanted.variant(n);
        if (claim(nick, session)) {
          return nick;
        }
      }
      from = freeVariant(wanted, from + IN_A_ROW - 1, session);
    }
    return claimGuest(session);
  }

  /**
   * Returns the number of a free variant after one that is taken: by doubling, then by bisection.
   */
  private int freeVariant(Nick wanted, int behind, Session session) {
    int taken = behind;
    int free = taken * 2;
    while (free < LAST_VARIANT && !isFree(wanted.variant(free), session)) {
      taken = free;
      free *= 2;
    }
    while (free - taken > 1) {
      int middle = taken + (free - taken) / 2;
      if (isFree(wanted.variant(middle), session)) {
        free = middle;
      } else {
        taken = middle;
      }
    }
    return free;
  }

  private boolean isFree(Nick nick, Session session) {
    return !holders.containsKey(nick) && !reserved.test(nick, session);
  }

  /**
   * Claims the next free guest name for a session. If the next ones are taken, the steps grow, so
   * that few are tried.
   */
  public Nick claimGuest(Session session) {
    long step = 1;
    Nick nick = guest(step);
    for (int tried = 1; !claim(nick, session); tried++) {
      step = tried < IN_A_ROW ? 1 : Math.min(step * 2, MAX_STEP);
      nick = guest(step);
    }
    return nick;
  }

  private Nick guest(long step) {
    return new Nick("guest-" + guests.addAndGet(step));
  }

  /** Adds a listener. */
  public void listen(NameListener listener) {
    listeners.add(listener);
  }

  /** Tells the listeners that a session goes by a name that it has claimed. */
  public void appeared(Nick nick, Session session) {
    listeners.forEach(listener -> listener.appeared(nick, session));
  }

  /** Tells the listeners that something of the person of a name has changed. */
  public void changed(Event event, Nick nick, Session session) {
    listeners.forEach(listener -> listener.changed(event, nick, session));
  }

  /** Tells the listeners that a name is released. */
  public void vanished(Nick nick, Session session) {
    listeners.forEach(listener -> listener.vanished(nick, session));
  }

  /** Transfers a name from one session to another; returns whether the first had it. */
  public boolean transfer(Nick nick, Session from, Session to) {
    return holders.replace(nick, from, to);
  }

  /** Releases a name, if the session has it. Does not block. */
  public void release(Nick nick, Session session) {
    if (!network.isAlone() && holders.get(nick) == session) {
      network.names().release(nick, session.participant().id());
    }
    holders.remove(nick, session);
  }

  /** Returns the refusal for a name that nobody uses. */
  public static Reply.Refused noSuchNick(String typed) {
    return new Reply.Refused(
        Refusal.NO_SUCH_NICK, "Nobody here is called " + Text.cleanLine(typed) + ".");
  }

  /** Returns the session that uses a name, or null. */
  @Nullable
  public Session holder(Nick nick) {
    return holders.get(nick);
  }

  /** Returns the number of names in use. */
  public int size() {
    return holders.size();
  }

  /** Returns the sessions that have a name. */
  public Collection<Session> everyone() {
    return holders.values();
  }
}
