package dev.parley.chat.peer;

import dev.parley.chat.name.Nick;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges messages with the other servers of the cluster (a port). Safe for use from any thread;
 * no method blocks.
 */
public interface PeerNetwork {

  /** Returns whether this server is the only one, for good: then nothing is ever exchanged. */
  boolean isAlone();

  /** Starts to pass on what the other servers tell, beginning with the people who are there. */
  void start(PeerListener listener);

  /** Returns the register of names. */
  NameRegister names();

  /** Returns the register of sessions that can be resumed. */
  ResumeRegister resumptions();

  /**
   * Tells all other servers a fact about a person here. Facts arrive in the order of the calls. One
   * that is lost is made up for by {@link PeerListener#synchronised}.
   */
  void publish(PeerMessage.Fact fact);

  /** Sends a request to another server; it is lost if that server does not run. */
  void send(String node, PeerMessage.Request request);

  /**
   * Tells all other servers of a change that is stored already. Changes arrive in one order at all
   * servers, and none is lost.
   */
  void announce(PeerMessage.Change change);

  /** Announces a change, which is made up only if there are other servers. */
  default void announce(Supplier<? extends PeerMessage.Change> change) {
    if (!isAlone()) {
      announce(change.get());
    }
  }

  /** Returns the servers of the cluster that are alive, this one included; none if it is alone. */
  default List<PeerNode> nodes() {
    return List.of();
  }

  /**
   * Returns whether this server is cut off from the others, which take it for dead: its people are
   * sent to them, and nobody comes back here.
   */
  default boolean isCutOff() {
    return false;
  }

  /** Returns whether this server does what one server does for all, such as cleaning up. */
  boolean isLeader();

  /** Represents the network of a server that is alone. */
  PeerNetwork NONE =
      new PeerNetwork() {
        private final NameRegister names =
            new NameRegister() {
              @Override
              public CompletableFuture<Boolean> claim(Nick nick, String person) {
                return CompletableFuture.completedFuture(true);
              }

              @Override
              public void release(Nick nick, String person) {}

              @Override
              public CompletableFuture<@Nullable Void> released() {
                return CompletableFuture.completedFuture(null);
              }
            };

        @Override
        public boolean isAlone() {
          return true;
        }

        @Override
        public void start(PeerListener listener) {}

        @Override
        public NameRegister names() {
          return names;
        }

        @Override
        public ResumeRegister resumptions() {
          return ResumeRegister.NONE;
        }

        @Override
        public void publish(PeerMessage.Fact fact) {}

        @Override
        public void send(String node, PeerMessage.Request request) {}

        @Override
        public void announce(PeerMessage.Change change) {}

        @Override
        public boolean isLeader() {
          return true;
        }
      };
}
