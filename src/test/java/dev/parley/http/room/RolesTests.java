package dev.parley.http.room;

import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class RolesTests {

  private static final String ROLES = "/api/v1/rooms/ops/roles";

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
    api.room("ops", 0);
    api.account("alice");
    api.account("Bob");
  }

  private Answer put(String path, String json) {
    return api.send("PUT", path, json);
  }

  @Test
  void roleIsGivenChangedAndTaken() {
    put(ROLES + "/Bob", "{\"role\":\"voice\"}").is(200).has("$.role", "voice");
    put(ROLES + "/bob", "{\"role\":\"moderator\"}").is(200).has("$.account", "Bob");
    put(ROLES + "/alice", "{\"role\":\"owner\"}").is(200);

    api.get(ROLES)
        .is(200)
        .has("$.items[*].account", List.of("alice", "Bob"))
        .has("$.items[*].role", List.of("owner", "moderator"));
    api.delete(ROLES + "/BOB").is(204);
    api.delete(ROLES + "/bob").is(204);
    api.get(ROLES).has("$.items[*].account", List.of("alice"));
  }

  @Test
  void rolesGoWithTheRoom() {
    put(ROLES + "/alice", "{\"role\":\"owner\"}").is(200);
    api.delete("/api/v1/rooms/ops").is(204);
    api.get(ROLES).isProblem(404, "no_such_room");
    api.room("ops", 0);

    api.get(ROLES).has("$.items.length()", 0);
  }

  @Test
  void whatIsNoRoleIsRefused() {
    put(ROLES + "/bob", "{\"role\":\"admin\"}").isProblem(400, "invalid_request");
    put(ROLES + "/bob", "{\"role\":\"member\"}").isProblem(400, "invalid_request");
    put(ROLES + "/bob", "{}").isProblem(400, "invalid_request");
    put(ROLES + "/a%20b", "{\"role\":\"owner\"}").isProblem(400, "malformed_name");
    put(ROLES + "/nobody", "{\"role\":\"owner\"}").isProblem(404, "no_such_account");
    put("/api/v1/rooms/none/roles/bob", "{\"role\":\"owner\"}").isProblem(404, "no_such_room");
    put("/api/v1/rooms/lobby/roles/bob", "{\"role\":\"owner\"}").isProblem(409, "lobby_stays");
    api.delete("/api/v1/rooms/none/roles/bob").isProblem(404, "no_such_room");
  }
}
