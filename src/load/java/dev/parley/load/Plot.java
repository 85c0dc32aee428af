package dev.parley.load;

import dev.parley.load.Svg.Anchor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Draws the ratios of a suite's comparisons as bars: the median of the rounds, the range from the
 * smallest to the largest, and the goal. Comparisons with the same server share a section.
 */
final class Plot {

  private static final String TITLE = "Server CPU per delivered line";
  private static final String FLOOR =
      "The floor is a server that hands on what it reads in as few writes as it can, and nothing else.";
  private static final int WIDTH = 840;
  private static final int MARGIN = 16;
  private static final int VALUES = 64;
  private static final int STEP = 28;
  private static final int BAR = 16;

  /** Upper bound of the average width of a letter, in pixels. */
  private static final double LETTER = 7.4;

  private static final double TICK = 0.5;

  private final List<Bar> all;
  private final double left;
  private final double most;
  private final Svg svg = new Svg();
  private double y = MARGIN;

  /** A comparison with its ratios. */
  private record Bar(
      Comparison comparison, Comparison.Ratio ratio, double least, double median, double largest) {}

  private Plot(List<Bar> all) {
    this.all = all;
    this.left =
        2 * MARGIN
            + LETTER
                * all.stream().mapToInt(row -> row.comparison.title().length()).max().orElse(0);
    double largest = all.stream().mapToDouble(Bar::largest).max().orElse(1);
    this.most = Math.max(3, Math.ceil(largest / TICK)) * TICK;
  }

  /** Draws the results that are comparisons. Returns an SVG document. */
  static String of(List<RowResult> results) {
    return new Plot(
            results.stream()
                .filter(result -> !result.rounds().isEmpty())
                .filter(result -> result.row() instanceof Comparison)
                .flatMap(Plot::bars)
                .toList())
        .draw();
  }

  private static Stream<Bar> bars(RowResult result) {
    Comparison comparison = (Comparison) result.row();
    return comparison.ratios().stream().map(ratio -> bar(comparison, ratio, result));
  }

  private static Bar bar(Comparison comparison, Comparison.Ratio ratio, RowResult result) {
    double[] ratios = result.values(ratio.figure());
    double median = result.medians().getOrDefault(ratio.figure(), 0.0);
    return new Bar(comparison, ratio, ratios[0], median, ratios[ratios.length - 1]);
  }

  private String draw() {
    svg.text("title", Anchor.START, MARGIN, y + 14, TITLE + " (less is better)");
    svg.text("note", Anchor.START, MARGIN, y + 36, FLOOR);
    y += 56;
    for (ServerKind first : ServerKind.values()) {
      List<Bar> rows = all.stream().filter(row -> row.ratio.first() == first).toList();
      if (!rows.isEmpty()) {
        section(rows);
      }
    }
    legend();
    return svg.end(TITLE, WIDTH, (int) y + MARGIN);
  }

  private void section(List<Bar> rows) {
    Comparison.Ratio ratio = rows.getFirst().ratio;
    svg.text(
        "head",
        Anchor.START,
        MARGIN,
        y + 14,
        ratio.second().title + ", as a multiple of " + ratio.first().title);
    double top = y + 46;
    double bottom = top + rows.size() * STEP;
    String one = ratio.first().title + " = 1";
    for (double tick = 0; tick <= most; tick += Math.ceil(most / 4) * TICK) {
      svg.line("grid", x(tick), top - 4, x(tick), bottom);
      if (Math.abs(x(tick) - x(1)) > one.length() * LETTER / 2 + 2 * MARGIN) {
        svg.text("note", Anchor.MIDDLE, x(tick), top - 9, Double.toString(tick));
      }
    }
    svg.text("", Anchor.MIDDLE, x(1), top - 9, one);
    y = top;
    for (Bar row : rows) {
      bar(row);
      y += STEP;
    }
    svg.line("one", x(1), top - 4, x(1), bottom);
    y = bottom + 14;
  }

  private void bar(Bar row) {
    double middle = y + STEP / 2.0;
    svg.text("", Anchor.END, left - MARGIN, middle + 5, row.comparison.title());
    svg.box("bar", left, middle - BAR / 2.0, x(row.median) - left, BAR);
    for (SuiteRow.Goal goal : row.comparison.goals()) {
      if (goal.figure().equals(row.ratio.figure())) {
        goal(x(goal.bound()), middle);
      }
    }
    svg.span(x(row.least), x(row.largest), middle);
    svg.text(
        "value",
        Anchor.END,
        WIDTH - MARGIN,
        middle + 5,
        String.format(Locale.ROOT, "%.2f", row.median));
  }

  private void goal(double x, double middle) {
    svg.line("goal", x, middle - BAR / 2.0 - 2, x, middle + BAR / 2.0 + 2);
  }

  private void legend() {
    double middle = y + 8;
    svg.box("bar", MARGIN, middle - BAR / 2.0, 28, BAR);
    svg.text("note", Anchor.START, MARGIN + 36, middle + 5, "median of the rounds");
    svg.span(210, 238, middle);
    svg.text("note", Anchor.START, 246, middle + 5, "from the least round to the largest");
    goal(490, middle);
    svg.text("note", Anchor.START, 500, middle + 5, "goal: no more than this");
    y += BAR;
  }

  private double x(double ratio) {
    return left + ratio / most * (WIDTH - VALUES - left);
  }
}
