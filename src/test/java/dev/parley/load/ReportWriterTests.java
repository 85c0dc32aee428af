package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportWriterTests {

  @Test
  void figuresAreIndentedInTheirOrderWithFourPlaces() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("options", Map.of("jvm", "-Xmx1g \"a\\b\""));
    figures.put("grown", false);
    figures.put("count", 12_345_678_901L);
    figures.put("whole", 15_000_000.0);
    figures.put("small", 0.00012);
    figures.put("ratio", 1.23456);
    figures.put("unknown", Double.NaN);
    figures.put("samples", List.of(Map.of("p99Micros", 7.0), "µ"));
    figures.put("none", List.of());
    figures.put("empty", Map.of());

    assertThat(ReportWriter.json(figures))
        .isEqualTo(
            """
            {
              "options": {
                "jvm": "-Xmx1g \\"a\\\\b\\""
              },
              "grown": false,
              "count": 12345678901,
              "whole": 15000000.0000,
              "small": 0.0001,
              "ratio": 1.2346,
              "unknown": null,
              "samples": [
                {
                  "p99Micros": 7.0000
                },
                "µ"
              ],
              "none": [],
              "empty": {}
            }
            """);
  }
}
