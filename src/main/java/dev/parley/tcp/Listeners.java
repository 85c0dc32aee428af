package dev.parley.tcp;

import java.util.List;

/** Lists the listeners of the server. Thread-safe. */
public interface Listeners {

  /** Returns the enabled listeners, ordered by name. */
  List<ListenerInfo> list();
}
