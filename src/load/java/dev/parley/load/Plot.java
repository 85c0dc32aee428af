package dev.parley.load;

import java.util.List;

/**
 * Draws the ratios of a suite's contests as bars, the median of the rounds with the span from the
 * least to the largest, beside what they should stay below. SVG, legible on light and on dark.
 */
final class Plot {

  private static final int WIDTH = 820;
  private static final int LEFT = 300;
  private static final int RIGHT = 70;
  private static final int TOP = 56;
  private static final int STEP = 30;
  private static final int BAR = 16;
  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f }
        .title { font-weight: 600; font-size: 15px }
        .bar { fill: #2f7fd1 }
        .span, .floor { stroke: #57606a }
        .goal { stroke: #cf5a1b; stroke-width: 2 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 }
          .bar { fill: #58a6ff }
          .span, .floor { stroke: #9198a1 }
          .goal { stroke: #f0883e }
        }
      </style>
      """;

  private final List<Result> results;
  private final double most;
  private final StringBuilder out = new StringBuilder();

  private Plot(List<Result> results) {
    this.results = results;
    this.most =
        results.stream()
            .flatMapToDouble(result -> java.util.Arrays.stream(result.values("ratio")))
            .reduce(1.5, Math::max);
  }

  /** The drawing of those results that have a ratio. */
  static String of(List<Result> results) {
    return new Plot(
            results.stream().filter(result -> result.medians().containsKey("ratio")).toList())
        .draw();
  }

  private String draw() {
    int height = TOP + STEP * results.size() + 34;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">"
            .formatted(WIDTH, height, WIDTH, height));
    add("<title>Server CPU per delivered line, as a multiple of the floor's</title>");
    out.append(STYLE);
    text(12, 22, "title", "start", "Server CPU per delivered line, as a multiple of the floor's");
    for (int i = 0; i < results.size(); i++) {
      bar(results.get(i), TOP + i * STEP);
    }
    int bottom = TOP + results.size() * STEP;
    line("floor", x(1), TOP - 8, x(1), bottom);
    text(x(1), TOP - 14, "", "middle", "1.0");
    text(
        12,
        bottom + 22,
        "",
        "start",
        "bar: median of the rounds · thin line: from the least to the largest · mark: the goal");
    add("</svg>");
    return out.toString();
  }

  private void bar(Result result, int y) {
    double[] values = result.values("ratio");
    double median = result.medians().getOrDefault("ratio", 0.0);
    int middle = y + BAR / 2;
    text(LEFT - 10, middle + 5, "", "end", result.row().title());
    add(
        "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>"
            .formatted(LEFT, y, x(median) - LEFT, BAR));
    line("span", x(values[0]), middle, x(values[values.length - 1]), middle);
    for (Row.Goal goal : result.row().goals()) {
      if (goal.figure().equals("ratio")) {
        line("goal", x(goal.bound()), y - 4, x(goal.bound()), y + BAR + 4);
      }
    }
    text(x(values[values.length - 1]) + 8, middle + 5, "", "start", "%.2f".formatted(median));
  }

  private double x(double ratio) {
    return LEFT + ratio / most * (WIDTH - LEFT - RIGHT);
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
            .formatted(kind, x1, y1, x2, y2));
  }

  private void text(double x, double y, String kind, String anchor, String text) {
    add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>"
            .formatted(kind, x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private void add(String element) {
    out.append(element).append('\n');
  }
}
