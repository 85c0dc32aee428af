package dev.parley.tcp;

import java.util.List;

/** What is listened on. Safe for use from any thread. */
public interface Listeners {

  /** The enabled listeners, by name. */
  List<ListenerInfo> list();
}
