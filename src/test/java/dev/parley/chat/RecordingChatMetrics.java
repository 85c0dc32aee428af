package dev.parley.chat;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps the faults that it is told of. */
public final class RecordingChatMetrics implements ChatMetrics {

  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());

  /** Returns the faults reported since the last call. */
  public List<Throwable> faults() {
    synchronized (faults) {
      List<Throwable> told = List.copyOf(faults);
      faults.clear();
      return told;
    }
  }

  @Override
  public void posted(String listener) {}

  @Override
  public void refused(Refusal refusal) {}

  @Override
  public void disconnected(Disconnect.Reason reason) {}

  @Override
  public void appended(long nanos) {}

  @Override
  public void failed(String task, Throwable fault) {
    faults.add(fault);
  }
}
