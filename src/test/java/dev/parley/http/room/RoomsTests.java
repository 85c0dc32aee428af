package dev.parley.http.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Event;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class RoomsTests {

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void roomIsMadeWithItsSettings() {
    Answer made =
        api.post(
            "/api/v1/rooms",
            """
            {"name": "ops", "topic": "deployments", "secret": true, "key": "swordfish",
             "maxMembers": 7, "slowModeSeconds": 3, "retention": {"lines": 100, "age": "P7D"}}
            """);

    made.is(201);
    assertThat(made.header("Location")).isEqualTo("/api/v1/rooms/ops");
    Map<String, Object> room = api.get(made.header("Location")).is(200).at("$");
    assertThat(room.keySet())
        .containsExactly(
            "name",
            "topic",
            "persistent",
            "secret",
            "hasKey",
            "maxMembers",
            "moderated",
            "slowModeSeconds",
            "retention",
            "members",
            "epoch",
            "firstOffset",
            "lastOffset",
            "createdAt",
            "readOnly",
            "inviteOnly",
            "topicLocked",
            "external",
            "noSignals");
    assertThat(room)
        .containsEntry("topic", "deployments")
        .containsEntry("persistent", true)
        .containsEntry("secret", true)
        .containsEntry("hasKey", true)
        .containsEntry("maxMembers", 7)
        .containsEntry("moderated", false)
        .containsEntry("slowModeSeconds", 3)
        .containsEntry("retention", Map.of("lines", 100, "age", "P7D"))
        .containsEntry("members", 0)
        .containsEntry("firstOffset", 1)
        .containsEntry("lastOffset", 0);
    assertThat(made.body()).doesNotContain("swordfish");
  }

  @Test
  void locationOfARoomCanBeFollowed() {
    Answer made = api.post("/api/v1/rooms", "{\"name\":\"#Ümlaut.1\"}").is(201);

    api.get(made.header("Location")).is(200).has("$.name", "Ümlaut.1");
    api.get("/api/v1/rooms/%23%C3%BCmlaut.1").is(200);
  }

  @Test
  void roomIsMadeOnce() {
    api.post("/api/v1/rooms", "{\"name\":\"ops\"}").is(201);

    api.post("/api/v1/rooms", "{\"name\":\"OPS\"}").isProblem(409, "room_exists");
  }

  @Test
  void whatIsWrongWithARoomIsSaid() {
    String path = "/api/v1/rooms";
    api.post(path, "{\"name\":\"a b\"}").isProblem(400, "malformed_name");
    api.post(path, "{\"topic\":\"x\"}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "name");
    api.post(path, "{\"name\":\"a\",\"maxMembers\":-1,\"key\":\"two words\"}")
        .isProblem(400, "invalid_request")
        .has("$.errors.length()", 2);
    api.post(path, "{\"name\":\"a\",\"key\":\"a\\u0000b\"}").isProblem(400, "invalid_request");
    api.post(path, "{\"name\":\"a\",\"key\":\"\"}").isProblem(400, "invalid_request");
    api.post(path, "{\"name\":\"a\",\"retention\":{\"lines\":-1}}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "retention.lines");
    api.post(path, "{\"name\":\"a\",\"retention\":{\"age\":\"a week\"}}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "retention.age");
    api.post(path, "{\"name\":\"a\",\"retention\":{\"age\":\"P365001D\"}}")
        .isProblem(400, "invalid_request");
    api.post(path, "{\"name\":\"a\",\"retention\":{\"age\":\"PT-1S\"}}")
        .isProblem(400, "invalid_request");
    api.post(path, "{\"name\":\"a\",\"topic\":\"" + "x".repeat(101) + "\"}")
        .isProblem(400, "line_too_long");
    api.post(path, "{\"name\":\"a\",\"slowmode\":1}")
        .isProblem(400, "unknown_property")
        .has("$.detail", "There is no property slowmode.");
    api.post(path, "{\"name\":\"a\",\"retention\":{\"days\":1}}")
        .isProblem(400, "unknown_property");
    api.get("/api/v1/rooms/a").isProblem(404, "no_such_room");
  }

  @Test
  void patchLeavesWhatItDoesNotName() {
    api.post(
        "/api/v1/rooms",
        """
        {"name": "ops", "topic": "old", "key": "k", "maxMembers": 7,
         "retention": {"lines": 10, "age": "PT12H"}}
        """);

    api.patch("/api/v1/rooms/ops", "{\"topic\":\"new\"}")
        .is(200)
        .has("$.topic", "new")
        .has("$.hasKey", true)
        .has("$.maxMembers", 7)
        .has("$.retention.age", "PT12H");
    api.patch("/api/v1/rooms/ops", "{\"retention\":{\"lines\":20}}")
        .is(200)
        .has("$.retention.lines", 20)
        .has("$.retention.age", "PT12H")
        .has("$.topic", "new");
  }

  @Test
  void nullClears() {
    api.post(
        "/api/v1/rooms",
        "{\"name\":\"ops\",\"key\":\"k\",\"topic\":\"t\",\"retention\":{\"lines\":10}}");

    api.patch("/api/v1/rooms/ops", "{\"key\":null,\"retention\":null,\"topic\":null}")
        .is(200)
        .has("$.hasKey", false)
        .has("$.retention", null)
        .has("$.topic", "");
  }

  @Test
  void changedTopicIsALineOfTheRoom() {
    api.room("ops", 1);

    api.patch("/api/v1/rooms/ops", "{\"topic\":\"new\"}").is(200).has("$.lastOffset", 2);

    api.get("/api/v1/rooms/ops/messages/2")
        .is(200)
        .has("$.type", "topic")
        .has("$.from", "parley")
        .has("$.text", "new");
  }

  @Test
  void numberThatDoesNotFitIsCalledByItsNameAndRange() {
    api.room("ops", 0);
    Map<String, String> sentences =
        Map.of(
            "{\"slowModeSeconds\":2147483648}",
            "slowModeSeconds must be a whole number from 0 to 2147483647.",
            "{\"slowModeSeconds\":5.5}",
            "slowModeSeconds must be a whole number from 0 to 2147483647.",
            "{\"maxMembers\":\"5\"}",
            "maxMembers must be a whole number from 0 to 2147483647.",
            "{\"maxMembers\":1e400}",
            "maxMembers must be a whole number from 0 to 2147483647.",
            "{\"retention\":{\"lines\":9223372036854775808}}",
            "retention.lines must be a whole number from 0 to 9223372036854775807.",
            "{\"retention\":{\"lines\":-99999999999999999999999999}}",
            "retention.lines must be a whole number from 0 to 9223372036854775807.");
    sentences.forEach((body, sentence) -> {
      api.patch("/api/v1/rooms/ops", body)
          .isProblem(400, "malformed_body")
          .has("$.detail", sentence);
      String named = "{\"name\":\"new\"," + body.substring(1);
      api.post("/api/v1/rooms", named).isProblem(400, "malformed_body").has("$.detail", sentence);
    });
    api.patch("/api/v1/rooms/ops", "{\"maxMembers\":" + "9".repeat(2000) + "}")
        .isProblem(400, "malformed_body")
        .has("$.detail", "The body is nested too deeply, or a name or a number in it is too long.");
    api.get("/api/v1/rooms?limit=9223372036854775808")
        .isProblem(400, "invalid_request")
        .has("$.detail", "limit must be a whole number from 1 to 500.");
    api.get("/api/v1/rooms/ops/messages?after=1.5")
        .isProblem(400, "invalid_request")
        .has("$.detail", "after must be a whole number from 0 to 9223372036854775807.");
  }

  @Test
  void patchIsRefusedWhole() {
    api.room("ops", 0);
    String path = "/api/v1/rooms/ops";

    api.patch(path, "{\"topic\":\"x\",\"maxMembers\":-1}").isProblem(400, "invalid_request");
    api.patch(path, "{\"topic\":\"x\",\"secret\":\"yes\"}").isProblem(400, "malformed_body");
    api.patch(path, "{\"topic\":\"x\",\"maxMembers\":1e99}").isProblem(400, "malformed_body");
    api.patch(path, "{\"topic\":\"x\",\"colour\":1}").isProblem(400, "unknown_property");
    api.patch(path, "{\"topic\":\"x\",\"name\":\"dev\"}").isProblem(400, "invalid_request");
    api.patch(path, "[]").isProblem(400, "malformed_body");
    api.patch(path, "null").isProblem(400, "malformed_body");
    api.get(path).has("$.topic", "");
    api.patch("/api/v1/rooms/nowhere", "{}").isProblem(404, "no_such_room");
    api.patch(path, "{\"name\":\"OPS\",\"moderated\":false}").is(200);
  }

  @Test
  void mergePatchHasItsOwnMediaType() {
    api.room("ops", 0);

    api.send(
            api.request("/api/v1/rooms/ops")
                .header("Authorization", ApiTester.basic("admin", ApiTester.PASSWORD))
                .header("Content-Type", "application/merge-patch+json")
                .method(
                    "PATCH",
                    java.net.http.HttpRequest.BodyPublishers.ofString("{\"topic\":\"x\"}")))
        .is(200)
        .has("$.topic", "x");
  }

  @Test
  void settingsOfOrderAreKept() {
    api.room("ops", 0);
    String path = "/api/v1/rooms/ops";

    api.patch(path, "{\"moderated\":true,\"readOnly\":true,\"inviteOnly\":true}")
        .is(200)
        .has("$.moderated", true)
        .has("$.readOnly", true)
        .has("$.inviteOnly", true);
    api.patch(path, "{\"readOnly\":false,\"inviteOnly\":null}")
        .is(200)
        .has("$.moderated", true)
        .has("$.readOnly", false)
        .has("$.inviteOnly", false);
    api.patch("/api/v1/rooms/lobby", "{\"inviteOnly\":true}").isProblem(409, "lobby_stays");
    api.patch("/api/v1/rooms/lobby", "{\"moderated\":true}").is(200);
  }

  @Test
  void lobbyStays() {
    api.delete("/api/v1/rooms/lobby").isProblem(409, "lobby_stays");
    api.patch("/api/v1/rooms/lobby", "{\"key\":\"k\"}").isProblem(409, "lobby_stays");
  }

  @Test
  void deletedRoomIsGoneAndItsMembersAreTold() {
    FakeEndpoint alice = api.arrived("alice", "ops");

    api.delete("/api/v1/rooms/ops").is(204);

    assertThat(alice.seen).anyMatch(Event.RoomDeleted.class::isInstance);
    api.get("/api/v1/rooms/ops").isProblem(404, "no_such_room");
    api.delete("/api/v1/rooms/ops").isProblem(404, "no_such_room");
  }

  @Test
  void memberIsTakenOutOfARoom() {
    FakeEndpoint alice = api.arrived("alice", "ops");
    api.arrived("bob", "ops");
    api.get("/api/v1/rooms/ops/members")
        .is(200)
        .has("$.items[*].nick", List.of("alice", "bob"))
        .has("$.items[0].id", "line-alice")
        .has("$.items[0].away", null);

    api.delete("/api/v1/rooms/ops/members/ALICE?reason=spam").is(204);

    assertThat(alice.seen).anyMatch(Event.Removed.class::isInstance);
    assertThat(alice.closed).isNull();
    api.get("/api/v1/rooms/ops/members").has("$.items[*].nick", List.of("bob"));
    api.delete("/api/v1/rooms/ops/members/alice").isProblem(404, "no_such_nick");
    api.delete("/api/v1/rooms/nowhere/members/alice").isProblem(404, "no_such_room");
    api.get("/api/v1/rooms/nowhere/members").isProblem(404, "no_such_room");
  }
}
