package dev.parley.chat.peer;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers the sessions on all servers of the cluster that can be resumed, by the hashes of their
 * resume tokens (a port). Does not block; safe for use from any thread.
 */
public interface ResumeRegister {

  /** Registers a session, or its state now, which counts if this server dies. */
  void put(String token, Handover state);

  /** Removes a session. */
  void remove(String token);

  /**
   * Takes a session over from another server, which gives it up, or left it by its death. The
   * future result is null if there is no such session, and fails if that is not known now.
   *
   * @param wanted returns whether the session is still waited for: otherwise it is left where it is
   */
  CompletableFuture<@Nullable Handover> take(String token, BooleanSupplier wanted);

  /** Registers nothing. */
  ResumeRegister NONE =
      new ResumeRegister() {
        @Override
        public void put(String token, Handover state) {}

        @Override
        public void remove(String token) {}

        @Override
        public CompletableFuture<@Nullable Handover> take(String token, BooleanSupplier wanted) {
          return CompletableFuture.completedFuture(null);
        }
      };
}
