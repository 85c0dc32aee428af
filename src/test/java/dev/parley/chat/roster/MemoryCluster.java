package dev.parley.chat.roster;

import dev.parley.chat.ForwardingRoomLog;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.NameRegister;
import dev.parley.chat.peer.PeerListener;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.ResumeRegister;
import dev.parley.store.log.MemoryRoomLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins several servers in memory: one log, one register of names, and messages that arrive when
 * {@link #deliver} is called.
 */
public final class MemoryCluster {

  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final Map<Nick, String> names = new ConcurrentHashMap<>();
  private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
  private final MemoryRoomLog log = new MemoryRoomLog(Clock.systemUTC(), 1000);
  private final Map<String, Registered> sessions = new ConcurrentHashMap<>();
  private boolean losing;

  /** Represents a follower and the offset up to which it was told lines. */
  private static final class Told {
    private final RoomLog.Follower follower;
    private long last;

    Told(RoomLog.Follower follower, long last) {
      this.follower = follower;
      this.last = last;
    }
  }

  private record Registered(Node node, Handover state) {}

  /** Adds a server. */
  public Node node() {
    Node node = new Node("node-" + (nodes.size() + 1));
    nodes.add(node);
    return node;
  }

  /** Delivers all messages, and those that follow from them. */
  public void deliver() {
    for (Runnable next = messages.poll(); next != null; next = messages.poll()) {
      next.run();
    }
  }

  /** Loses all facts from now on, or no longer. */
  public void lose(boolean on) {
    losing = on;
  }

  /** Has all servers learn who is at the others, as after a loss. */
  public void synchronise() {
    for (Node node : nodes) {
      node.others().forEach(other -> node.here().synchronised(other.id, other.here().people()));
    }
  }

  /** Represents one server: its network and its view of the log. */
  public final class Node extends ForwardingRoomLog implements PeerNetwork {

    private final String id;
    private final Map<RoomName, Told> followers = new ConcurrentHashMap<>();
    private @Nullable PeerListener listener;
    private Observer observer =
        new Observer() {
          @Override
          public void saved(SavedRoom room) {}

          @Override
          public void deleted(RoomName room, String epoch) {}

          @Override
          public void renamed(SavedRoom room, String epoch) {}

          @Override
          public void renewed(SavedRoom room, String before) {}

          @Override
          public void redacted(RoomName room, String epoch, LogEntry line) {}
        };

    private Node(String id) {
      super(MemoryCluster.this.log);
      this.id = id;
    }

    private PeerListener here() {
      return Objects.requireNonNull(listener);
    }

    private List<Node> others() {
      return nodes.contains(this)
          ? nodes.stream().filter(node -> node != this && node.listener != null).toList()
          : List.of();
    }

    /** Ends as if the process was killed, or was cut off. */
    public void die() {
      nodes.remove(this);
      for (Node other : nodes) {
        messages.add(() -> other.here().died(id));
      }
    }

    /** Goes on after it was cut off; it has heard of nothing meanwhile. */
    public void comeBack() {
      nodes.add(this);
    }

    /** Tells the server that another has the name of a person here. */
    void loseName(Nick nick, String person) {
      here().lostName(nick, person);
    }

    /** Tells the server that it may have missed changes. */
    void missChanges() {
      here().missedChanges();
    }

    private void toOthers(Consumer<Node> message) {
      for (Node other : others()) {
        messages.add(() -> message.accept(other));
      }
    }

    @Override
    public boolean isAlone() {
      return false;
    }

    @Override
    public void start(PeerListener here) {
      listener = here;
      for (Node other : others()) {
        here.synchronised(other.id, other.here().people());
      }
    }

    @Override
    public NameRegister names() {
      return new NameRegister() {
        @Override
        public CompletableFuture<Boolean> claim(Nick nick, String person) {
          String holder = names.putIfAbsent(nick, person);
          return CompletableFuture.completedFuture(holder == null || holder.equals(person));
        }

        @Override
        public void release(Nick nick, String person) {
          names.remove(nick, person);
        }

        @Override
        public CompletableFuture<@Nullable Void> released() {
          return CompletableFuture.completedFuture(null);
        }
      };
    }

    @Override
    public ResumeRegister resumptions() {
      return new ResumeRegister() {
        @Override
        public void put(String token, Handover state) {
          sessions.put(token, new Registered(Node.this, state));
        }

        @Override
        public void remove(String token) {
          sessions.computeIfPresent(token, (key, known) -> known.node == Node.this ? null : known);
        }

        @Override
        public CompletableFuture<@Nullable Handover> take(String token, BooleanSupplier wanted) {
          Registered known = sessions.get(token);
          if (known == null) {
            return CompletableFuture.completedFuture(null);
          }
          if (nodes.contains(known.node)) {
            CompletableFuture<@Nullable Handover> handed = new CompletableFuture<>();
            messages.add(() -> {
              var _ =
                  known
                      .node
                      .here()
                      .handOver(token, id)
                      .thenAccept(state -> messages.add(() -> handed.complete(state)));
            });
            return handed;
          }
          sessions.remove(token);
          return CompletableFuture.completedFuture(known.state);
        }
      };
    }

    @Override
    public void publish(PeerMessage.Fact fact) {
      if (!losing) {
        toOthers(other -> other.here().learned(id, fact));
      }
    }

    @Override
    public void send(String node, PeerMessage.Request request) {
      toOthers(other -> {
        if (other.id.equals(node)) {
          other.here().asked(id, request);
        }
      });
    }

    @Override
    public void announce(PeerMessage.Change change) {
      toOthers(other -> other.here().changed(change));
    }

    @Override
    public boolean isCutOff() {
      return !nodes.contains(this);
    }

    @Override
    public boolean isLeader() {
      return nodes.getFirst() == this;
    }

    @Override
    public void save(SavedRoom room, Consumer<@Nullable String> then) {
      log.save(room, then);
      toOthers(other -> other.observer.saved(room));
    }

    @Override
    public void rename(RoomName room, RoomName to, Consumer<Renamed> then) {
      log.rename(
          room,
          to,
          result -> {
            if (result instanceof Renamed.Done) {
              follow(room, to);
              for (SavedRoom known : log.saved()) {
                if (known.name().equals(to)) {
                  String epoch = Objects.requireNonNull(log.position(to)).epoch();
                  toOthers(other -> {
                    other.follow(room, to);
                    other.observer.renamed(known, epoch);
                  });
                }
              }
            }
            then.accept(result);
          });
    }

    private void follow(RoomName former, RoomName name) {
      Told told = followers.remove(former);
      if (told != null) {
        followers.put(name, told);
      }
    }

    @Override
    public void create(SavedRoom room, Consumer<Created> then) {
      for (SavedRoom known : new ArrayList<>(log.saved())) {
        if (known.name().equals(room.name())) {
          then.accept(new Created.Ready(known, false));
          return;
        }
      }
      save(room, problem -> then.accept(new Created.Ready(room, true)));
    }

    @Override
    public void observe(Observer others) {
      observer = others;
    }

    @Override
    public Position follow(RoomName room, Follower follower) {
      // The servers' followers are told by append.
      Position position = log.follow(room, (entry, draft) -> {});
      followers.put(room, new Told(follower, position.last()));
      return position;
    }

    private void tell(RoomName room, LogEntry entry, @Nullable Draft draft) {
      Told told = followers.get(room);
      if (told != null && told.last < entry.offset()) {
        told.last = entry.offset();
        told.follower.stored(entry, draft);
      }
    }

    @Override
    public void catchUp(Runnable then) {
      log.saved().forEach(room -> observer.saved(room));
      followers.forEach((room, told) ->
          log.read(room, Query.after(told.last, Integer.MAX_VALUE))
              .forEach(entry -> tell(room, entry, null)));
      then.run();
    }

    @Override
    public void append(RoomName room, Draft draft, RetentionPolicy keep, Consumer<Appended> then) {
      log.append(
          room,
          draft,
          keep,
          appended -> {
            if (appended instanceof Appended.Stored(_, LogEntry entry)) {
              tell(room, entry, draft);
              toOthers(other -> other.tell(room, entry, null));
            }
            then.accept(appended);
          });
    }

    @Override
    public @Nullable LogEntry redact(RoomName room, long offset) {
      LogEntry line = log.redact(room, offset);
      Position position = log.position(room);
      if (line != null && position != null) {
        toOthers(other -> other.observer.redacted(room, position.epoch(), line));
      }
      return line;
    }

    @Override
    public void delete(RoomName room, Consumer<@Nullable String> then) {
      Position position = log.position(room);
      log.delete(room, then);
      if (position != null) {
        toOthers(other -> other.observer.deleted(room, position.epoch()));
      }
    }
  }
}
