package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Tests the plot of the suite's comparisons, some of which miss their goals. */
class PlotTests {

  private static final double WIDTH = 840;

  private final Element drawing = parse(Plot.of(results(0.9, 1.25, 1.6)));

  @Test
  void everyRatioHasABarWithItsMedian() {
    long ratios =
        Suite.ROWS.stream()
            .filter(row -> row instanceof Comparison)
            .mapToLong(row -> ((Comparison) row).ratios().size())
            .sum();

    assertThat(elements("rect", "bar")).hasSize((int) ratios + 1);
    assertThat(elements("text", "value")).hasSize((int) ratios);
    assertThat(elements("text", "value"))
        .allSatisfy(value -> assertThat(value.getTextContent()).isEqualTo("1.25"));
  }

  @Test
  void comparisonsAreGroupedByServers() {
    assertThat(elements("text", "head").map(Element::getTextContent))
        .containsExactly(
            "parley without history, as a multiple of the floor",
            "parley with history, as a multiple of parley without history");
  }

  @Test
  void barsEndAtTheirMedianAndLinesAtOne() {
    double from = number(elements("rect", "bar").findFirst().orElseThrow(), "x");
    double length = number(elements("rect", "bar").findFirst().orElseThrow(), "width");
    double one = number(elements("line", "one").findFirst().orElseThrow(), "x1");

    assertThat(length / (one - from)).isBetween(1.249, 1.251);
  }

  @Test
  void valuesDoNotOverlapBarsRangesAndGoals() {
    double column = WIDTH - 60;

    assertThat(elements("text", "value"))
        .allSatisfy(value -> assertThat(number(value, "x")).isGreaterThan(column + 30));
    assertThat(elements("rect", "bar"))
        .allSatisfy(bar -> assertThat(number(bar, "x") + number(bar, "width")).isLessThan(column));
    assertThat(Stream.of("span", "goal", "one", "grid").flatMap(kind -> elements("line", kind)))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(number(line, "x2")).isBetween(0.0, column));
  }

  @Test
  void namesFitBesideTheBars() {
    double bars = number(elements("rect", "bar").findFirst().orElseThrow(), "x");

    assertThat(elements("text", "").filter(text -> text.getAttribute("text-anchor").equals("end")))
        .isNotEmpty()
        .allSatisfy(name -> {
          assertThat(number(name, "x")).isLessThan(bars);
          assertThat(number(name, "x")).isGreaterThan(7.3 * name.getTextContent().length());
        });
  }

  @Test
  void backgroundSuitsLightAndDarkSchemes() {
    assertThat(elements("rect", "ground")).hasSize(1);
    assertThat(drawing.getElementsByTagName("style").item(0).getTextContent())
        .containsSubsequence(".ground", "prefers-color-scheme: dark", ".ground");
  }

  @Test
  void ratiosOfAnySizeFit() {
    Element wide = parse(Plot.of(results(3, 9, 27)));

    assertThat(elements(wide, "line", "span"))
        .allSatisfy(line -> assertThat(number(line, "x2")).isLessThan(WIDTH));
    assertThat(elements(wide, "line", "grid").count()).isLessThan(30);
  }

  @Test
  void emptyResultsAreDrawn() {
    assertThat(elements(parse(Plot.of(List.of())), "text", "value")).isEmpty();
  }

  private static List<RowResult> results(double... ratios) {
    return Suite.ROWS.stream()
        .map(row ->
            new RowResult(
                row,
                IntStream.range(0, ratios.length)
                    .mapToObj(round -> Map.of("ratio", ratios[round], "onOffRatio", ratios[round]))
                    .toList(),
                ""))
        .toList();
  }

  private Stream<Element> elements(String name, String kind) {
    return elements(drawing, name, kind);
  }

  private static Stream<Element> elements(Element root, String name, String kind) {
    NodeList nodes = root.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (Element) nodes.item(i))
        .filter(element -> element.getAttribute("class").equals(kind));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Element parse(String svg) {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError(svg, e);
    }
  }
}
