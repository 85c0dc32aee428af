package dev.parley.http.ban;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class BansTests {

  private static final String BANS = "/api/v1/bans";

  @Autowired private ApiTester api;

  @BeforeEach
  @AfterEach
  void reset() {
    api.reset();
    List<String> ids = api.get(BANS + "?limit=500").at("$.items[*].id");
    ids.forEach(id -> api.delete(BANS + "/" + id).is(204));
  }

  @Test
  void bansOfARoomAreListedAlone() {
    api.room("ops", 0);
    api.post(BANS, "{\"nick\":\"one\"}").is(201);
    api.post(BANS, "{\"nick\":\"two\",\"room\":\"ops\"}").is(201);

    api.get(BANS + "?room=OPS").is(200).has("$.items[*].nick", List.of("two"));
    api.get(BANS + "?room=nowhere").is(200).has("$.items", List.of());
    api.get(BANS + "?room=").is(200).has("$.items.length()", 2);
  }

  @Test
  void banIsMadeAndLifted() {
    Answer made =
        api.post(BANS, "{\"nick\":\"Troll\",\"duration\":\"7d\",\"reason\":\"spam\"}").is(201);

    Map<String, Object> ban = api.get(made.header("Location")).is(200).at("$");
    assertThat(ban.keySet())
        .containsExactly(
            "id",
            "kind",
            "room",
            "nick",
            "address",
            "account",
            "createdAt",
            "until",
            "reason",
            "by",
            "mask");
    assertThat(ban)
        .containsEntry("kind", "ban")
        .containsEntry("room", null)
        .containsEntry("nick", "Troll")
        .containsEntry("address", null)
        .containsEntry("account", null)
        .containsEntry("reason", "spam")
        .containsEntry("by", "admin");
    api.get(BANS).is(200).has("$.items.length()", 1);
    api.delete(made.header("Location") + "?reason=mistake").is(204);
    api.delete(made.header("Location")).isProblem(404, "no_such_ban");
    api.get(made.header("Location")).isProblem(404, "no_such_ban");
    api.get(BANS).has("$.items.length()", 0);
  }

  @Test
  void banEndsTheConnectionsThatItIsAbout() {
    FakeEndpoint alice = api.arrived("alice");
    api.post(BANS, "{\"address\":\"192.0.2.0/24\",\"reason\":\"spam\"}")
        .is(201)
        .has("$.address", "192.0.2.0/24")
        .has("$.until", null);

    assertThat(alice.closed).isEqualTo(new Disconnect(Disconnect.Reason.BANNED, "spam"));
  }

  @Test
  void roomCanBeTheScope() {
    FakeEndpoint alice = api.arrived("alice", "ops");
    api.arrived("bob", "ops");
    api.post(BANS, "{\"nick\":\"alice\",\"room\":\"#OPS\"}").is(201).has("$.room", "ops");
    api.post(BANS, "{\"nick\":\"bob\",\"kind\":\"mute\",\"room\":\"ops\"}")
        .is(201)
        .has("$.kind", "mute");

    assertThat(alice.closed).isNull();
    assertThat(alice.seen).anyMatch(Event.Removed.class::isInstance);
    api.get("/api/v1/rooms/ops/members").has("$.items[*].nick", List.of("bob"));
    api.post(BANS, "{\"nick\":\"x\",\"room\":\"lobby\"}").isProblem(409, "lobby_stays");
    api.post(BANS, "{\"nick\":\"x\",\"room\":\"none\"}").isProblem(404, "no_such_room");
    api.post(BANS, "{\"nick\":\"x\",\"kind\":\"mute\"}").isProblem(400, "invalid_value");
  }

  @Test
  void pagesGoThroughAllBans() {
    for (int i = 0; i < 5; i++) {
      api.post(BANS, "{\"account\":\"a" + i + "\"}").is(201);
    }

    Answer first = api.get(BANS + "?limit=3").is(200).has("$.items.length()", 3);
    String next = first.at("$.next");
    api.get(BANS + "?limit=3&cursor=" + next).has("$.items.length()", 2).has("$.next", null);
    api.get(BANS + "?cursor=nonsense").isProblem(400, "invalid_cursor");
  }

  @Test
  void whatIsWrongWithABanIsSaid() {
    api.post(BANS, "{}").isProblem(400, "invalid_request").has("$.errors[0].field", "nick");
    api.post(BANS, "{\"nick\":\"a\",\"address\":\"::1\"}").isProblem(400, "invalid_request");
    api.post(BANS, "{\"nick\":\"a b\"}").isProblem(400, "invalid_request");
    api.post(BANS, "{\"account\":\"\"}").isProblem(400, "invalid_request");
    api.post(BANS, "{\"address\":\"1.2.3.4/33\"}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "address");
    api.post(BANS, "{\"nick\":\"a\",\"duration\":\"soon\"}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "duration");
    api.post(BANS, "{\"nick\":\"a\",\"until\":\"2020-01-01T00:00:00Z\"}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "until");
    api.post(BANS, "{\"nick\":\"a\",\"until\":\"+99999-01-01T00:00:00Z\"}")
        .isProblem(400, "invalid_request");
    api.post(BANS, "{\"nick\":\"a\",\"until\":\"2999-01-01T00:00:00Z\",\"duration\":\"1d\"}")
        .isProblem(400, "invalid_request");
    api.post(BANS, "{\"nick\":\"a\",\"until\":\"tomorrow\"}").isProblem(400, "malformed_body");
    api.post(BANS, "{\"nick\":\"a\",\"kind\":\"curse\"}").isProblem(400, "invalid_request");
    api.post(BANS, "{\"nick\":\"a\",\"reason\":\"" + "x".repeat(101) + "\"}")
        .isProblem(400, "line_too_long");
    api.get(BANS).has("$.items.length()", 0);
  }
}
