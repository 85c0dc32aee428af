package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import org.jspecify.annotations.Nullable;

/** Represents a receiver that ignores nobody and whose own messages do not come back. */
public record FakeReceiver(Endpoint endpoint) implements Receiver {

  @Override
  public boolean echo() {
    return false;
  }

  @Override
  public Participant participant() {
    throw new UnsupportedOperationException();
  }

  @Override
  public @Nullable Participant owner() {
    return null;
  }

  @Override
  public boolean ignores(Receiver other) {
    return false;
  }

  @Override
  public boolean sees(LogEntry entry) {
    return true;
  }
}
