package dev.parley.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class PagingTests {

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void pagesEndAfterAnExactMultipleOfTheLimit() {
    IntStream.range(0, 6).forEach(n -> api.arrived("person" + n));

    assertThat(pages("/api/v1/clients?limit=3", "id")).extracting(List::size).containsExactly(3, 3);
    assertThat(pages("/api/v1/clients?limit=6", "id")).extracting(List::size).containsExactly(6);
    assertThat(pages("/api/v1/clients?limit=4", "id")).extracting(List::size).containsExactly(4, 2);
  }

  @Test
  void emptyListIsOnePage() {
    assertThat(pages("/api/v1/clients", "id")).containsExactly(List.of());
  }

  @Test
  void clientsAreInTheOrderOfArrival() {
    IntStream.range(0, 12).forEach(n -> api.arrived("p" + (12 - n)));

    assertThat(pages("/api/v1/clients?limit=5&room=lobby", "nick").stream().flatMap(List::stream))
        .containsExactlyElementsOf(
            IntStream.range(0, 12).mapToObj(n -> (Object) ("p" + (12 - n))).toList());
  }

  @Test
  void roomsAreSortedWithoutCase() {
    List.of("Zoo", "apple", "Banana", "über").forEach(name -> api.room(name, 0));

    assertThat(pages("/api/v1/rooms?limit=2", "name").stream().flatMap(List::stream))
        .containsExactly("apple", "Banana", "lobby", "Zoo", "über");
  }

  @Test
  void whatGoesBetweenPagesHidesNothing() {
    List.of("a", "b", "c", "d").forEach(name -> api.room(name, 0));
    Answer first = api.get("/api/v1/rooms?limit=2").is(200);

    api.delete("/api/v1/rooms/b").is(204);
    api.delete("/api/v1/rooms/a").is(204);
    api.room("aa", 0);

    Answer second = api.get("/api/v1/rooms?limit=2&cursor=" + first.at("$.next"));
    assertThat(second.<List<String>>at("$.items[*].name")).containsExactly("c", "d");
  }

  @Test
  void membersArePaged() {
    IntStream.range(0, 5).forEach(n -> api.arrived("p" + n));

    assertThat(pages("/api/v1/rooms/lobby/members?limit=2", "nick"))
        .containsExactly(List.of("p0", "p1"), List.of("p2", "p3"), List.of("p4"));
  }

  @Test
  void newestMessagesComeFirstAndOlderOnesBehind() {
    api.room("ops", 6);

    assertThat(pages("/api/v1/rooms/ops/messages?limit=3", "offset"))
        .containsExactly(List.of(4, 5, 6), List.of(1, 2, 3));
    assertThat(pages("/api/v1/rooms/ops/messages?limit=4", "offset"))
        .containsExactly(List.of(3, 4, 5, 6), List.of(1, 2));
    assertThat(pages("/api/v1/rooms/ops/messages?limit=2&before=4", "offset"))
        .containsExactly(List.of(2, 3), List.of(1));
  }

  @Test
  void messagesAfterAnOffsetGoOnwards() {
    api.room("ops", 6);

    assertThat(pages("/api/v1/rooms/ops/messages?limit=2&after=0", "offset"))
        .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5, 6));
    assertThat(pages("/api/v1/rooms/ops/messages?limit=2&after=1&before=5", "offset"))
        .containsExactly(List.of(2, 3), List.of(4));
    assertThat(pages("/api/v1/rooms/ops/messages?after=6", "offset")).containsExactly(List.of());
    assertThat(pages("/api/v1/rooms/ops/messages?after=" + Long.MAX_VALUE, "offset"))
        .containsExactly(List.of());
  }

  @Test
  void cursorAloneKeepsTheBounds() {
    api.room("ops", 6);
    Answer first = api.get("/api/v1/rooms/ops/messages?limit=2&after=1&before=5");

    Answer second = api.get("/api/v1/rooms/ops/messages?limit=2&cursor=" + first.at("$.next"));

    assertThat(second.<List<Integer>>at("$.items[*].offset")).containsExactly(4);
    second.has("$.next", null);
  }

  @Test
  void pageOfMessagesEndsAtItsMostBytes() {
    api.room("ops", 0);
    api.lines("ops", 64, 256);

    for (String way : List.of("", "&after=0", "&q=" + "x".repeat(54))) {
      assertThat(pages("/api/v1/rooms/ops/messages?limit=500" + way, "offset"))
          .as(way)
          .extracting(List::size)
          .containsExactly(64);
    }
  }

  @Test
  void pageOfMessagesWithAByteMoreThanItMayHaveEndsEarly() {
    api.room("ops", 0);
    api.lines("ops", 63, 256);
    api.lines("ops", 1, 257);

    assertThat(pages("/api/v1/rooms/ops/messages?limit=500", "offset"))
        .containsExactly(offsets(2, 64), offsets(1, 1));
    assertThat(pages("/api/v1/rooms/ops/messages?limit=500&after=0", "offset"))
        .containsExactly(offsets(1, 63), offsets(64, 64));
  }

  private static List<Object> offsets(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().map(Object.class::cast).toList();
  }

  @Test
  void limitHasBounds() {
    api.get("/api/v1/rooms?limit=500").is(200);
    api.get("/api/v1/rooms?limit=1").is(200);
    for (String limit : List.of("0", "501", "-1", "x", "99999999999", "1.5")) {
      api.get("/api/v1/rooms?limit=" + limit)
          .isProblem(400, "invalid_request")
          .has("$.errors[0].field", "limit");
    }
  }

  @Test
  void cursorOfAnotherListIsRefused() {
    api.room("ops", 3);
    String ofMessages = api.get("/api/v1/rooms/ops/messages?limit=1").at("$.next");

    for (String cursor : List.of(ofMessages, "%", "x", "!!!", "cm9vbXM", "/w", "gICA")) {
      api.get("/api/v1/rooms?cursor=" + cursor.replace("%", "%25"))
          .isProblem(400, "invalid_cursor");
    }
    for (String key : List.of("messages:", "messages:x:1:2", "messages:n:0:9999999999999999999")) {
      api.get("/api/v1/rooms/ops/messages?cursor=" + Cursor.after(key, "").replace("Og", ""))
          .isProblem(400, "invalid_cursor");
    }
    api.get("/api/v1/rooms?cursor=").is(200);
  }

  /** Returns the values of one property, page by page, up to the page that says it is the last. */
  private List<List<Object>> pages(String path, String property) {
    List<List<Object>> pages = new ArrayList<>();
    String next = "";
    do {
      Answer page = api.get(next.isEmpty() ? path : path + "&cursor=" + next).is(200);
      pages.add(page.at("$.items[*]." + property));
      next = page.at("$.next");
      assertThat(pages).hasSizeLessThan(100);
    } while (next != null);
    return pages;
  }
}
