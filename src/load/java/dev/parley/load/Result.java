package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a row went.
 *
 * @param row what was measured
 * @param rounds the figures of each round that went well
 * @param fault what went wrong, empty where nothing did
 */
record Result(Row row, List<Map<String, Double>> rounds, String fault) {

  /** The median of each figure. */
  Map<String, Double> medians() {
    Map<String, Double> medians = new LinkedHashMap<>();
    if (!rounds.isEmpty()) {
      for (String figure : rounds.getFirst().keySet()) {
        medians.put(figure, median(figure));
      }
    }
    return medians;
  }

  private double median(String figure) {
    double[] sorted = values(figure);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** A figure in every round, from the least. */
  double[] values(String figure) {
    return rounds.stream().mapToDouble(round -> round.get(figure)).sorted().toArray();
  }

  /** Whether nothing went wrong and every goal is met. */
  boolean well() {
    Map<String, Double> medians = medians();
    return fault.isEmpty()
        && row.goals().stream().allMatch(goal -> goal.metBy(medians.get(goal.figure())));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", row.name());
    json.put("title", row.title());
    json.put("goals", row.goals().stream().map(goal -> goal.figure() + " " + goal).toList());
    json.put("well", well());
    json.put("fault", fault);
    json.put("medians", medians());
    json.put("rounds", rounds);
    return json;
  }

  static String text(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(figure -> figure.getKey() + " " + number(figure.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%.0f", value);
  }

  @Override
  public String toString() {
    Map<String, Double> medians = medians();
    String goals =
        medians.isEmpty()
            ? ""
            : row.goals().stream()
                .map(goal ->
                    goal.figure()
                        + " "
                        + number(medians.get(goal.figure()))
                        + " (goal "
                        + goal
                        + ")")
                .collect(Collectors.joining(", "));
    return "  median: " + goals + (well() ? " - met" : " - NOT MET " + fault);
  }
}
