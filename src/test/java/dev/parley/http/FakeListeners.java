package dev.parley.http;

import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.util.List;

/** Provides two listeners, of which one can be closed. */
public class FakeListeners implements Listeners {

  public volatile boolean rawAccepts = true;

  @Override
  public List<ListenerInfo> list() {
    return List.of(
        new ListenerInfo("line", "line", "0.0.0.0", 2323, false, 3, true),
        new ListenerInfo("raw", "raw", "127.0.0.1", 2324, false, 1, rawAccepts));
  }
}
