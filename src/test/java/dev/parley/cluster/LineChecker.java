package dev.parley.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records each line that anyone was shown or that was acknowledged, by epoch, offset and text, and
 * finds what is missing, doubled, reordered or contradictory. Texts have to be unique. Safe for use
 * from any thread.
 */
final class LineChecker {

  /** A line at its place; an epoch belongs to one room. */
  record Place(String epoch, long offset) {}

  private final Map<Place, String> texts = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Map<String, Long>> lastShown = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /** Someone was shown a line: the next one of its room, or its first. */
  synchronized void shown(String viewer, String epoch, long offset, String text) {
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

  /** Someone was told that their line is stored. */
  synchronized void acknowledged(String epoch, long offset, String text) {
    record("acknowledged", epoch, offset, text);
  }

  private void record(String how, String epoch, long offset, String text) {
    Place place = new Place(epoch, offset);
    String known = texts.putIfAbsent(place, text);
    if (known != null && !known.equals(text)) {
      problems.add("contradictory: " + how + " " + place + " is " + known + " and " + text);
    }
    Place before = places.putIfAbsent(text, place);
    if (before != null && !before.equals(place)) {
      problems.add("doubled: " + how + " " + text + " at " + before + " and " + place);
    }
  }

  /** Compares with what is stored in an epoch in the end, from offset 1 on. */
  synchronized void stored(String epoch, List<String> log) {
    Map<String, Integer> counts = new HashMap<>();
    log.forEach(text -> counts.merge(text, 1, Integer::sum));
    counts.forEach((text, count) -> {
      if (count > 1) {
        problems.add("doubled: stored " + text + " " + count + " times");
      }
    });
    for (Map.Entry<Place, String> each : new HashMap<>(texts).entrySet()) {
      Place place = each.getKey();
      if (place.epoch.equals(epoch)
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

  /** Notes that a viewer was killed, and needs not have been shown the last lines. */
  synchronized void killed(String viewer) {
    Map<String, Long> rooms = lastShown.remove(viewer);
    if (rooms != null) {
      lastShown.put(viewer + " (killed)", rooms);
    }
  }

  /** Returns the offset of the last line that a viewer was shown of each room, by its epoch. */
  synchronized Map<String, Long> lastShown(String viewer) {
    return new TreeMap<>(lastShown.getOrDefault(viewer, Map.of()));
  }

  synchronized int count() {
    return texts.size();
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }
}
