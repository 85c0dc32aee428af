package dev.parley.store.registry;

import dev.parley.chat.audit.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the audit in memory, for tests of other classes. */
public final class MemoryAudit implements Audit {

  private final List<Recorded> records = new CopyOnWriteArrayList<>();

  @Override
  public synchronized void record(Change change) {
    records.add(new Recorded(records.size() + 1L, change));
  }

  /** Returns the recorded changes, oldest first. */
  public List<Change> changes() {
    return records.stream().map(Recorded::change).toList();
  }

  @Override
  public List<Recorded> read(Query query) {
    List<Recorded> found = new ArrayList<>();
    long bytes = 0;
    for (Recorded one : List.copyOf(records).reversed()) {
      if (one.id() < query.before()
          && fits(one.change(), query)
          && found.size() < query.limit()
          && bytes <= query.bytes()) {
        found.add(one);
        bytes += one.change().size();
      }
    }
    return found;
  }

  private static boolean fits(Change change, Query query) {
    return (query.actor() == null || change.by().name().equalsIgnoreCase(query.actor()))
        && (query.action() == null || change.action().equals(query.action()))
        && (query.subject() == null || change.subject().equalsIgnoreCase(query.subject()))
        && (query.since() == null || !change.at().isBefore(query.since()))
        && (query.until() == null || change.at().isBefore(query.until()));
  }
}
