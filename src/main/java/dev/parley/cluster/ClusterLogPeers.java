package dev.parley.cluster;

import dev.parley.store.log.LogPeers;
import dev.parley.store.log.StoredLines;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Connects the log of rooms to those of the other nodes, by the wire and the ordered changes. */
final class ClusterLogPeers implements LogPeers {

  private static final String LINES = "lines";

  /** The kinds of the changes that the database itself publishes. */
  private static final String ROOM = "room";

  private static final String REDACTED = "redacted";

  private final Wire wire;
  private final Nodes nodes;
  private final Changes changes;
  private final Runnable announce;
  private final LongAdder healed = new LongAdder();

  /**
   * @param announce tells other nodes that there is a change
   */
  ClusterLogPeers(Wire wire, Nodes nodes, Changes changes, Runnable announce) {
    this.wire = wire;
    this.nodes = nodes;
    this.changes = changes;
    this.announce = announce;
  }

  @Override
  public String node() {
    return nodes.self().toString();
  }

  @Override
  public boolean isLeased() {
    return nodes.isLeased();
  }

  @Override
  public boolean isCaretaker() {
    List<Nodes.Node> alive = nodes.alive();
    return isLeased() && !alive.isEmpty() && alive.getFirst().id().equals(nodes.self());
  }

  @Override
  public void stored(List<StoredLines> lines) {
    for (StoredLines each : lines) {
      LinesMessage.write(each).forEach(body -> wire.publish(LINES, body));
    }
  }

  @Override
  public void changed() {
    announce.run();
  }

  @Override
  public void healed(long lines) {
    healed.add(lines);
  }

  /** Returns the number of lines that were found in the database alone. */
  long healedLines() {
    return healed.sum();
  }

  @Override
  public void listen(Listener listener) {
    wire.subscribe(
        LINES,
        (sender, body) -> {
          StoredLines lines = LinesMessage.read(body);
          if (lines != null) {
            listener.stored(lines);
          }
        });
    wire.onReconnect(listener::refresh);
    changes.subscribe(ROOM, (origin, body) -> listener.roomChanged(Integer.parseInt(body)));
    changes.subscribe(REDACTED, (origin, body) -> redacted(listener, body));
    changes.onMissed(listener::refresh);
  }

  private static void redacted(Listener listener, String body) {
    String[] line = body.split(" ", -1);
    listener.redacted(Integer.parseInt(line[0]), Long.parseLong(line[1]));
  }
}
