package dev.parley.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records each line that anyone was shown or that was acknowledged, by epoch, offset and text, and
 * finds what is missing, doubled, reordered or contradictory. Texts have to be unique. Where the
 * database has lost lines, an epoch goes on in another: the lines before are the same, and those
 * that are lost are counted. Safe for use from any thread.
 */
public final class LineChecker {

  /** A line at its place; an epoch belongs to one room. */
  record Place(String epoch, long offset) {}

  /** The end of an epoch that goes on in another. */
  private record Base(String before, long offset) {}

  private final Map<Place, String> texts = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Base> bases = new HashMap<>();
  private final Map<String, Map<String, Long>> lastShown = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int lost;

  /** Someone is in a room from now on, and is shown the lines after an offset. */
  public synchronized void joined(String viewer, String epoch, long offset) {
    lastShown.computeIfAbsent(viewer, name -> new HashMap<>()).put(epoch, offset);
  }

  /** Someone was shown a line: the next one of its room, or its first. */
  public synchronized void shown(String viewer, String epoch, long offset, String text) {
    Map<String, Long> rooms = lastShown.computeIfAbsent(viewer, name -> new HashMap<>());
    Long last = rooms.put(epoch, offset);
    if (last != null && offset != last + 1) {
      String fault;
      if (offset == last) {
        fault = "doubled";
      } else {
        fault = offset < last ? "reordered" : "missing";
      }
      problems.add(fault + ": " + viewer + " was shown " + offset + " after " + last);
    }
    record("shown", epoch, offset, text);
  }

  /**
   * Someone was shown an earlier line after coming back: the next one, or one that was shown
   * before.
   *
   * @return whether it was shown before
   */
  public synchronized boolean replayed(String viewer, String epoch, long offset, String text) {
    Long last = lastShown.getOrDefault(viewer, Map.of()).get(epoch);
    boolean again = last != null && offset <= last;
    if (again) {
      record("shown again", epoch, offset, text);
    } else {
      shown(viewer, epoch, offset, text);
    }
    return again;
  }

  /** Someone was told that a room goes on in another epoch after an offset. */
  public synchronized void renewed(String viewer, String before, String epoch, long offset) {
    Base base = new Base(before, offset);
    Base known = bases.putIfAbsent(epoch, base);
    if (known != null && !known.equals(base)) {
      problems.add("contradictory: " + epoch + " follows " + known + " and " + base);
    }
    joined(viewer, epoch, offset);
  }

  /** Someone was told that their line is stored. */
  public synchronized void acknowledged(String epoch, long offset, String text) {
    record("acknowledged", epoch, offset, text);
  }

  private void record(String how, String epoch, long offset, String text) {
    Place place = new Place(epoch, offset);
    String known = texts.putIfAbsent(place, text);
    if (known != null && !known.equals(text)) {
      problems.add("contradictory: " + how + " " + place + " is " + known + " and " + text);
    }
    Place before = places.putIfAbsent(text, place);
    if (before != null && !first(before).equals(first(place))) {
      problems.add("doubled: " + how + " " + text + " at " + before + " and " + place);
    }
  }

  /** Returns the place of a line in the epoch in which it was said. */
  private Place first(Place place) {
    Base base = bases.get(place.epoch);
    return base == null || place.offset > base.offset
        ? place
        : first(new Place(base.before, place.offset));
  }

  /** Compares with what is stored in an epoch in the end, from offset 1 on. */
  public synchronized void stored(String epoch, List<String> log) {
    Map<String, Integer> counts = new HashMap<>();
    log.forEach(text -> counts.merge(text, 1, Integer::sum));
    counts.forEach((text, count) -> {
      if (count > 1) {
        problems.add("doubled: stored " + text + " " + count + " times");
      }
    });
    for (Map.Entry<Place, String> each : new HashMap<>(texts).entrySet()) {
      Place place = each.getKey();
      long end = end(epoch, place.epoch);
      if (end >= 0 && place.offset > end) {
        lost++;
      } else if (end >= 0
          && (place.offset > log.size()
              || !log.get((int) place.offset - 1).equals(each.getValue()))) {
        problems.add("missing: " + each.getValue() + " is not stored at " + place);
      }
    }
    for (Map.Entry<String, Map<String, Long>> viewer : lastShown.entrySet()) {
      Long last = viewer.getValue().get(epoch);
      if (last != null && last != log.size() && !viewer.getKey().endsWith("(killed)")) {
        problems.add(
            "missing: " + viewer.getKey() + " was shown up to " + last + " of " + log.size());
      }
    }
  }

  /**
   * Returns the offset up to which an epoch has the lines of another, without a bound for itself,
   * or -1 where that is of another room.
   */
  private long end(String epoch, String of) {
    long end = Long.MAX_VALUE;
    @Nullable String next = epoch;
    while (next != null && !next.equals(of)) {
      Base base = bases.get(next);
      next = base == null ? null : base.before;
      end = base == null ? end : Math.min(end, base.offset);
    }
    return next == null ? -1 : end;
  }

  /** Notes that a viewer was killed, and needs not have been shown the last lines. */
  public synchronized void killed(String viewer) {
    Map<String, Long> rooms = lastShown.remove(viewer);
    if (rooms != null) {
      lastShown.put(viewer + " (killed)", rooms);
    }
  }

  /** Returns the offset of the last line that a viewer was shown of each room, by its epoch. */
  public synchronized Map<String, Long> lastShown(String viewer) {
    return new TreeMap<>(lastShown.getOrDefault(viewer, Map.of()));
  }

  public synchronized int count() {
    return texts.size();
  }

  /** Returns the number of lines that were shown and that the database has lost. */
  public synchronized int lost() {
    return lost;
  }

  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }
}
