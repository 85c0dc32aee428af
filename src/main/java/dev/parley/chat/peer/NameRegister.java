package dev.parley.chat.peer;

import dev.parley.chat.name.Nick;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Registers the names in use on all servers of the cluster (a port). Does not block; safe for use
 * from any thread. The calls of one server are carried out in their order.
 */
public interface NameRegister {

  /**
   * Claims a name for a person. The future result is whether the person has it now; it is completed
   * exceptionally with a {@link dev.parley.chat.history.StoreUnavailableException} if that cannot
   * be known.
   *
   * @param person the id of the person
   */
  CompletableFuture<Boolean> claim(Nick nick, String person);

  /** Releases a name, if the person has it. */
  void release(Nick nick, String person);

  /** Returns a future of when the releases up to now are carried out, or given up. */
  CompletableFuture<@Nullable Void> released();
}
