package dev.parley.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of a row.
 *
 * @param row the row
 * @param rounds the figures of each round without a failure
 * @param fault the last failure, empty if there is none
 */
record RowResult(SuiteRow row, List<Map<String, Double>> rounds, String fault) {

  /** Returns the median of each figure. */
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

  /** Returns a figure of all rounds in ascending order. */
  double[] values(String figure) {
    return rounds.stream().mapToDouble(round -> round.get(figure)).sorted().toArray();
  }

  /** Returns true if no round failed and every goal is met. */
  boolean goalsMet() {
    Map<String, Double> medians = medians();
    return fault.isEmpty()
        && row.goals().stream()
            .allMatch(goal -> goal.isMetBy(medians.getOrDefault(goal.figure(), Double.NaN)));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", row.name());
    json.put("title", row.title());
    json.put("servers", row.servers().stream().map(kind -> kind.title).toList());
    json.put("goals", row.goals().stream().map(goal -> goal.figure() + " " + goal).toList());
    json.put("well", goalsMet());
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
                        + number(medians.getOrDefault(goal.figure(), Double.NaN))
                        + " (goal "
                        + goal
                        + ")")
                .collect(Collectors.joining(", "));
    return "  median: " + goals + (goalsMet() ? " - met" : " - NOT MET " + fault);
  }
}
