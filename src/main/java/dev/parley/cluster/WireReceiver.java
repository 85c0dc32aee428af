package dev.parley.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes what comes over a wire to the subscribers: puts messages together, drops notifications
 * that came before, and has subscribers refresh where one is missing. {@link #receive} and {@link
 * #refresh} are for one thread; the others for any.
 */
final class WireReceiver {

  private static final Logger log = LoggerFactory.getLogger(WireReceiver.class);

  /** The number of senders above which all are forgotten: most are gone. */
  private static final int MAX_SENDERS = 1000;

  private final UUID own;
  private final Map<String, List<Wire.Handler>> handlers = new ConcurrentHashMap<>();
  private final List<Runnable> refreshes = new CopyOnWriteArrayList<>();
  private final Map<UUID, Sender> senders = new HashMap<>();

  private static final class Sender {
    private long last;
    private @Nullable StringBuilder partial;
  }

  /**
   * @param own the id of the wire of this node, whose notifications are not passed
   */
  WireReceiver(UUID own) {
    this.own = own;
  }

  void subscribe(String topic, Wire.Handler handler) {
    handlers.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(handler);
  }

  void onReconnect(Runnable refresh) {
    refreshes.add(refresh);
  }

  /** Forgets what came before a connection was lost, and has all subscribers refresh. */
  void refresh() {
    senders.clear();
    for (Runnable refresh : refreshes) {
      safely(refresh);
    }
  }

  /** Receives a notification, and returns whether it is one of this node. */
  boolean receive(String text) {
    WirePayload payload = WirePayload.parse(text);
    if (payload == null) {
      return false;
    }
    if (payload.wire().equals(own)) {
      return true;
    }
    if (senders.size() > MAX_SENDERS) {
      senders.clear();
    }
    Sender sender = senders.computeIfAbsent(payload.wire(), id -> new Sender());
    if (payload.number() > sender.last) {
      boolean missing = sender.last != 0 && payload.number() != sender.last + 1;
      sender.last = payload.number();
      if (missing) {
        sender.partial = null;
      }
      pass(payload, sender);
      if (missing) {
        new ArrayList<>(refreshes).forEach(WireReceiver::safely);
      }
    }
    return false;
  }

  private void pass(WirePayload payload, Sender sender) {
    for (WirePayload.Message message : payload.messages()) {
      StringBuilder text = message.part().continues() ? sender.partial : new StringBuilder();
      if (text != null) {
        text.append(message.body());
      }
      sender.partial = message.part().ends() ? null : text;
      if (text != null && message.part().ends()) {
        String body = text.toString();
        for (Wire.Handler handler : handlers.getOrDefault(message.topic(), List.of())) {
          safely(() -> handler.received(payload.sender(), body));
        }
      }
    }
  }

  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A message of another node is not applied", e);
    }
  }
}
