package dev.parley.http.stream;

import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Transport;
import java.util.HashMap;
import java.util.Map;

/** Delivers the core's events to all streams: each event is encoded once for each format. */
public final class StreamTransport implements Transport {

  @Override
  public void deliver(Event event, Audience audience) {
    Map<LineFormat, StreamedLine> shared = new HashMap<>();
    for (Receiver watcher : audience.receivers()) {
      if (event.concerns(watcher) && watcher.endpoint() instanceof StreamEndpoint stream) {
        stream.deliver(event, shared);
      }
    }
  }
}
