package dev.parley.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Chat;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import dev.parley.http.HttpTestApplication;
import dev.parley.http.ShiftedClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class ClientsTests {

  @Autowired private ApiTester api;
  @Autowired private Chat chat;
  @Autowired private ShiftedClock clock;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @AfterEach
  void runClock() {
    clock.run();
  }

  @Test
  void clientHasAllItsProperties() {
    api.arrived("alice", "ops");

    Map<String, Object> client = api.get("/api/v1/clients/line-alice").is(200).at("$");

    assertThat(client.keySet())
        .containsExactly(
            "id",
            "nick",
            "account",
            "listener",
            "protocol",
            "remoteAddress",
            "tls",
            "connectedAt",
            "idleSeconds",
            "rooms",
            "linesIn",
            "linesOut",
            "bytesIn",
            "bytesOut",
            "sendqBytes");
    assertThat(client)
        .containsEntry("nick", "alice")
        .containsEntry("account", null)
        .containsEntry("remoteAddress", "192.0.2.7")
        .containsEntry("rooms", List.of("lobby", "ops"))
        .containsEntry("sendqBytes", 5);
    assertThat((String) client.get("connectedAt"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  @Test
  void accountIsShown() {
    api.post("/api/v1/accounts", "{\"name\":\"alice\",\"password\":\"correct horse\"}").is(201);
    api.loggedIn("alice", "correct horse");

    api.get("/api/v1/clients/line-alice").is(200).has("$.account", "alice").has("$.nick", "alice");
  }

  @Test
  void connectionWithoutNameIsListed() {
    api.endpoint("line-1", "line", "192.0.2.1").connect();

    api.get("/api/v1/clients").is(200).has("$.items[0].nick", null).has("$.items.length()", 1);
  }

  @Test
  void filtersNarrowTheList() {
    api.arrived("alice", "ops");
    api.arrived("bob");
    api.arrive(api.endpoint("raw-1", "raw", "2001:db8:0:0:0:0:0:1"), "carol");

    assertThat(nicks("room=OPS")).containsExactly("alice");
    assertThat(nicks("room=lobby&listener=line")).containsExactly("alice", "bob");
    assertThat(nicks("nick=BOB")).containsExactly("bob");
    assertThat(nicks("listener=raw")).containsExactly("carol");
    assertThat(nicks("address=2001:db8::1")).containsExactly("carol");
    assertThat(nicks("address=192.0.2.7")).containsExactly("alice", "bob");
    assertThat(nicks("room=")).hasSize(3);
    assertThat(nicks("room=nowhere")).isEmpty();
    assertThat(nicks("nick=%20%00")).isEmpty();
    assertThat(nicks("address=somewhere")).isEmpty();
  }

  private List<String> nicks(String query) {
    return api.get("/api/v1/clients?" + query).is(200).at("$.items[*].nick");
  }

  @Test
  void kickedClientIsToldTheReason() {
    FakeEndpoint alice = api.arrived("alice");

    api.delete("/api/v1/clients/line-alice?reason=too%20loud").is(204);

    assertThat(alice.closed).isEqualTo(new Disconnect(Disconnect.Reason.KICKED, "too loud"));
    api.get("/api/v1/clients/line-alice").isProblem(404, "no_such_client");
    api.delete("/api/v1/clients/line-alice").isProblem(404, "no_such_client");
  }

  @Test
  void reasonHasALimit() {
    FakeEndpoint alice = api.arrived("alice");
    String longest = "x".repeat(HttpTestApplication.LINE_BYTES);

    api.delete("/api/v1/clients/line-alice?reason=x" + longest).isProblem(400, "line_too_long");
    assertThat(alice.closed).isNull();
    api.delete("/api/v1/clients/line-alice?reason=" + longest).is(204);
  }

  @Test
  void noticeReachesOneClient() {
    FakeEndpoint alice = api.arrived("alice");
    FakeEndpoint bob = api.arrived("bob");

    api.post("/api/v1/clients/line-alice/messages", "{\"text\":\"psst\"}").is(204);

    assertThat(alice.seen).filteredOn(Event.Noticed.class::isInstance).hasSize(1);
    assertThat(bob.seen).noneMatch(Event.Noticed.class::isInstance);
  }

  @Test
  void noticeIsRefusedWhereItCannotBeShown() {
    api.arrive(api.endpoint("raw-1", "raw", "192.0.2.1"), "carol");

    api.post("/api/v1/clients/raw-1/messages", "{\"text\":\"hi\"}").isProblem(422, "not_available");
  }

  @Test
  void noticeNeedsText() {
    api.arrived("alice");
    String path = "/api/v1/clients/line-alice/messages";

    api.post(path, "{\"text\":\"  \"}").isProblem(400, "empty_text");
    api.post(path, "{}").isProblem(400, "invalid_request").has("$.errors[0].field", "text");
    api.post(path, "{\"text\":\"" + "x".repeat(101) + "\"}").isProblem(400, "line_too_long");
    api.post("/api/v1/clients/nobody/messages", "{\"text\":\"hi\"}")
        .isProblem(404, "no_such_client");
  }

  @Test
  void partOfANameOrAnAddressFindsClients() {
    api.post("/api/v1/accounts", "{\"name\":\"walker\",\"password\":\"correct horse\"}").is(201);
    api.loggedIn("walker", "correct horse");
    api.arrived("alice");
    api.arrive(api.endpoint("raw-1", "raw", "198.51.100.9"), "alicia");

    assertThat(nicks("part=ALI")).containsExactly("alice", "alicia");
    assertThat(nicks("part=alk")).containsExactly("walker");
    assertThat(nicks("part=51.100")).containsExactly("alicia");
    assertThat(nicks("part=192.0.2.7&nick=alice")).containsExactly("alice");
    assertThat(nicks("part=")).hasSize(3);
    assertThat(nicks("part=nobody")).isEmpty();
  }

  @Test
  void clientsAreSorted() {
    clock.stop();
    api.arrived("alice").traffic = new Endpoint.Traffic(5, 0, 0, 0, 100);
    clock.pass(Duration.ofMillis(1));
    api.arrived("bob").traffic = new Endpoint.Traffic(50, 0, 0, 0, 10);
    clock.pass(Duration.ofMillis(1));
    api.arrived("carol").traffic = new Endpoint.Traffic(500, 0, 0, 0, 1000);
    clock.pass(Duration.ofMillis(1));
    api.arrived("alice2").traffic = new Endpoint.Traffic(0, 0, 0, 0, 0);
    clock.pass(Duration.ofMillis(1));
    chat.handle(chat.session("line-bob"), new Command.ListRooms());

    assertThat(nicks("sort=arrival")).containsExactly("alice", "bob", "carol", "alice2");
    assertThat(nicks("sort=idle")).containsExactly("alice", "carol", "alice2", "bob");
    assertThat(nicks("sort=queue")).containsExactly("carol", "alice", "bob", "alice2");
    assertThat(nicks("sort=lines")).containsExactly("carol", "bob", "alice", "alice2");
    Answer first = api.get("/api/v1/clients?sort=lines&limit=1").is(200);
    String next = first.at("$.next");
    assertThat(nicks("sort=lines&limit=2&cursor=" + next)).containsExactly("bob", "alice");
    api.get("/api/v1/clients?sort=queue&cursor=" + next).isProblem(400, "invalid_cursor");
    api.get("/api/v1/clients?sort=size").isProblem(400, "invalid_request");
  }

  @Test
  void noticeReachesSeveralClients() {
    FakeEndpoint alice = api.arrived("alice");
    FakeEndpoint bob = api.arrived("bob");
    FakeEndpoint carol = api.arrived("carol");
    api.arrive(api.endpoint("raw-1", "raw", "192.0.2.1"), "dave");

    api.post(
            "/api/v1/clients/notices?reason=noise",
            "{\"ids\":[\"line-alice\",\"gone\",\"raw-1\",\"line-bob\"],\"text\":\"hush\"}")
        .is(200)
        .has("$.items[*].id", List.of("line-alice", "gone", "raw-1", "line-bob"))
        .has("$.items[*].ok", List.of(true, false, false, true))
        .has("$.items[0].detail", null)
        .has("$.items[1].detail", "There is no client gone.");

    for (FakeEndpoint told : List.of(alice, bob)) {
      assertThat(told.seen).filteredOn(Event.Noticed.class::isInstance).hasSize(1);
    }
    assertThat(carol.seen).noneMatch(Event.Noticed.class::isInstance);
    api.get("/api/v1/audit?action=client.notice&limit=1").has("$.items[0].reason", "noise");
  }

  @Test
  void severalClientsAreKicked() {
    FakeEndpoint alice = api.arrived("alice");
    FakeEndpoint bob = api.arrived("bob");

    api.post(
            "/api/v1/clients/kicks?reason=spam", "{\"ids\":[\"line-alice\",\"gone\",\"line-bob\"]}")
        .is(200)
        .has("$.items[*].ok", List.of(true, false, true));

    for (FakeEndpoint kicked : List.of(alice, bob)) {
      assertThat(kicked.closed).isEqualTo(new Disconnect(Disconnect.Reason.KICKED, "spam"));
    }
  }

  @Test
  void severalClientsHaveALimit() {
    String most = "\"x\"" + ",\"x\"".repeat(ClientIdsBody.MAX - 1);
    for (String path : List.of("/api/v1/clients/notices", "/api/v1/clients/kicks")) {
      String text = path.endsWith("notices") ? ",\"text\":\"hi\"" : "";
      api.post(path, "{\"ids\":[" + most + "]" + text + "}").is(200);
      api.post(path, "{\"ids\":[" + most + ",\"x\"]" + text + "}")
          .isProblem(400, "invalid_request")
          .has("$.errors[0].field", "ids");
      api.post(path, "{\"ids\":[]" + text + "}").isProblem(400, "invalid_request");
    }
    api.post("/api/v1/clients/notices", "{\"ids\":[\"x\"]}").isProblem(400, "invalid_request");
    api.post("/api/v1/clients/kicks", "{\"ids\":[\"x\"],\"text\":\"x\"}")
        .isProblem(400, "invalid_request");
  }
}
