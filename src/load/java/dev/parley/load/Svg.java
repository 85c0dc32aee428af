package dev.parley.load;

import java.util.Locale;

/**
 * Builds an SVG drawing. Elements are styled by their classes, for light and dark colour schemes.
 * The drawing has a background, because the page around it may use the other scheme.
 */
final class Svg {

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328 }
        .title { font-weight: 600; font-size: 16px }
        .head, .value { font-weight: 600 }
        .note { fill: #59636e }
        .ground { fill: #ffffff }
        .bar { fill: #80b6f2 }
        .grid { stroke: #d1d9e0 }
        .one { stroke: #1f2328; stroke-width: 1.5 }
        .span { stroke: #0a3069; stroke-width: 1.5 }
        .goal { stroke: #d1570b; stroke-width: 3 }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc }
          .note { fill: #9198a1 }
          .ground { fill: #0d1117 }
          .bar { fill: #1f5fad }
          .grid { stroke: #3d444d }
          .one { stroke: #f0f6fc }
          .span { stroke: #c2dcff }
          .goal { stroke: #ff9640 }
        }
      </style>
      """;

  private final StringBuilder elements = new StringBuilder();

  /** The part of a text that is at the given point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void box(String kind, double x, double y, double width, double height) {
    add("<rect", kind, at("x", x) + at("y", y) + at("width", width) + at("height", height) + "/>");
  }

  void line(String kind, double x1, double y1, double x2, double y2) {
    add("<line", kind, at("x1", x1) + at("y1", y1) + at("x2", x2) + at("y2", y2) + "/>");
  }

  /** Draws a horizontal range with a short vertical line at each end. */
  void span(double x1, double x2, double y) {
    line("span", x1, y, x2, y);
    line("span", x1, y - 4, x1, y + 4);
    line("span", x2, y - 4, x2, y + 4);
  }

  void text(String kind, Anchor anchor, double x, double y, String text) {
    String side = " text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"";
    add("<text", kind, at("x", x) + at("y", y) + side + ">" + plain(text) + "</text>");
  }

  private static String at(String name, double value) {
    return String.format(Locale.ROOT, " %s=\"%.1f\"", name, value);
  }

  private static String plain(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void add(String begin, String kind, String end) {
    elements.append(begin).append(" class=\"").append(kind).append('"').append(end).append('\n');
  }

  /** Returns the document; its size is in pixels. */
  String end(String title, int width, int height) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
    <title>%3$s</title>
    %4$s<rect class="ground" width="%1$d" height="%2$d" rx="6"/>
    %5$s</svg>
    """
        .formatted(width, height, plain(title), STYLE, elements);
  }
}
