package dev.parley.http.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.parley.HttpStream;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.operator.Operator;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class ExportTests {

  private static final String OPS = "/api/v1/rooms/ops/export";

  @Autowired private ApiTester api;
  @Autowired private Operator operator;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void exportHasAllThatWasSaid() {
    api.room("ops", 999);

    try (HttpStream export = api.stream(OPS)) {
      assertThat(export.header("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(export.header("Content-Disposition"))
          .startsWith("attachment;")
          .contains("ops.ndjson");
      List<String> lines = export.rest();
      assertThat(lines).hasSize(999);
      for (int n = 1; n <= 999; n++) {
        assertThat(lines.get(n - 1)).contains("\"offset\":" + n + ",", "\"line " + n + "\"");
      }
    }
  }

  @Test
  void everyLineOfATextHasItsDate() {
    api.room("ops", 2);

    try (HttpStream export = api.stream(OPS, "Accept: text/plain")) {
      assertThat(export.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
      assertThat(export.header("Content-Disposition")).contains("ops.txt");
      assertThat(export.line()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d <ci> line 1");
      assertThat(export.rest()).hasSize(1);
    }
  }

  @Test
  void exportHasBounds() {
    api.room("ops", 10);

    assertThat(offsets("?after=3")).containsExactly(4, 5, 6, 7, 8, 9, 10);
    assertThat(offsets("?before=3")).containsExactly(1, 2);
    assertThat(offsets("?after=3&before=6")).containsExactly(4, 5);
    assertThat(offsets("?after=5&before=6")).isEmpty();
    assertThat(offsets("?after=8&before=2")).isEmpty();
    assertThat(offsets("?after=100")).isEmpty();
    assertThat(offsets("?before=9223372036854775807")).hasSize(10);
  }

  private List<Integer> offsets(String query) {
    try (HttpStream export = api.stream(OPS + query)) {
      assertThat(export.status()).isEqualTo(200);
      return export.rest().stream().map(line -> JsonPath.<Integer>read(line, "$.offset")).toList();
    }
  }

  @Test
  void exportBeginsWithWhatIsKept() {
    operator.create(
        "ops", "", new RoomSettings(true, false, null, 0, 0, new RetentionPolicy(3L, null)));
    for (int n = 1; n <= 10; n++) {
      operator.post("ops", "ci", "line " + n);
    }

    assertThat(offsets("")).containsExactly(8, 9, 10);
    try (HttpStream export = api.stream(OPS + "?after=5")) {
      assertThat(export.line())
          .startsWith("{\"type\":\"gap\",\"room\":\"ops\",\"epoch\":")
          .endsWith(",\"from\":6,\"to\":7,\"expired\":2}");
      assertThat(export.rest()).hasSize(3);
    }
  }

  @Test
  void nameOfTheFileMayHaveAnyLetters() {
    operator.create("Größe", "", RoomSettings.PERSISTENT);

    try (HttpStream export = api.stream("/api/v1/rooms/gr%C3%B6%C3%9Fe/export")) {
      assertThat(export.header("Content-Disposition"))
          .contains("filename*=UTF-8''Gr%C3%B6%C3%9Fe.ndjson");
      assertThat(export.rest()).isEmpty();
    }
  }

  @Test
  void whatIsWrongIsSaid() {
    api.room("ops", 1);

    api.get("/api/v1/rooms/nowhere/export").isProblem(404, "no_such_room");
    api.send(api.request(OPS)).isProblem(401, "unauthorized");
    api.send("GET", OPS, null, "Accept", "text/event-stream").isProblem(406, "not_acceptable");
    api.get(OPS + "?before=0").isProblem(400, "invalid_request");
    assertThat(api.send("HEAD", OPS, null).is(200).header("Content-Disposition"))
        .contains("ops.ndjson");
  }
}
