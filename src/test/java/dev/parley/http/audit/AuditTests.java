package dev.parley.http.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class AuditTests {

  private static final String AUDIT = "/api/v1/audit";

  @Autowired private ApiTester api;
  @Autowired private Audit audit;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void changeIsOnRecordWithWhoWhatAndWhy() {
    api.post("/api/v1/rooms", "{\"name\":\"audited\",\"key\":\"swordfish\"}").is(201);
    api.patch("/api/v1/rooms/audited?reason=too%20loud", "{\"slowModeSeconds\":5}").is(200);

    Answer found = api.get(AUDIT + "?subject=Audited&action=room.change&limit=1").is(200);
    Map<String, Object> change = found.at("$.items[0]");
    assertThat(change.keySet())
        .containsExactly(
            "id",
            "at",
            "actor",
            "actorKind",
            "address",
            "action",
            "subject",
            "reason",
            "before",
            "after");
    assertThat(change)
        .containsEntry("actor", "admin")
        .containsEntry("actorKind", "admin")
        .containsEntry("action", "room.change")
        .containsEntry("subject", "audited")
        .containsEntry("reason", "too loud");
    assertThat((String) change.get("address")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    found.has("$.items[0].before.slowModeSeconds", 0);
    found.has("$.items[0].after.slowModeSeconds", 5);
    found.has("$.items[0].after.hasKey", true);
    assertThat(api.get(AUDIT).body()).doesNotContain("swordfish");
    api.get(AUDIT + "?subject=audited&action=room.create&limit=1")
        .has("$.items[0].before", null)
        .has("$.items[0].after.topic", "");
  }

  @Test
  void lineInAnothersNameAndItsRedactionAreOnRecord() {
    api.room("spoken", 0);
    String path = "/api/v1/rooms/spoken/messages";
    api.post(path, "{\"text\":\"one\"}").is(201);
    api.post(path + "?reason=for%20bob", "{\"text\":\"two\",\"from\":\"bob\"}").is(201);
    api.delete(path + "/2?reason=rude").is(204);

    api.get(AUDIT + "?subject=spoken/2")
        .has("$.items[*].action", List.of("message.redact", "message.post"))
        .has("$.items[0].reason", "rude")
        .has("$.items[0].before.from", "bob")
        .has("$.items[1].reason", "for bob");
    api.get(AUDIT + "?subject=spoken/1").has("$.items.length()", 0);
  }

  @Test
  void lineInOnesOwnNameIsNotOnRecord() {
    api.room("spoken", 0);
    api.account("bob");
    String token = api.token("bobs", "bob", TokenScope.MESSAGES_WRITE);
    String path = "/api/v1/rooms/spoken/messages";
    api.bearing(token, "POST", path, "{\"text\":\"one\"}").is(201).has("$.from", "bob");
    api.bearing(token, "POST", path, "{\"text\":\"two\",\"from\":\"eve\"}").is(201);

    api.get(AUDIT + "?action=message.post&actor=bobs")
        .has("$.items.length()", 1)
        .has("$.items[0].after.from", "eve")
        .has("$.items[0].actorKind", "token");
  }

  @Test
  void refusedChangeIsNotOnRecord() {
    api.delete("/api/v1/rooms/nowhere-at-all").isProblem(404, "no_such_room");

    api.get(AUDIT + "?subject=nowhere-at-all").has("$.items.length()", 0);
  }

  @Test
  void pagesGoBack() {
    for (int i = 0; i < 3; i++) {
      api.post("/api/v1/rooms", "{\"name\":\"paged" + i + "\"}").is(201);
    }

    Answer first = api.get(AUDIT + "?action=room.create&limit=2").is(200);
    first.has("$.items[*].subject", List.of("paged2", "paged1"));
    String next = first.at("$.next");
    api.get(AUDIT + "?action=room.create&limit=1&cursor=" + next)
        .has("$.items[*].subject", List.of("paged0"));
    api.get(AUDIT + "?cursor=YXVkaXQ6eA").isProblem(400, "invalid_cursor");
    api.get(AUDIT + "?cursor=x").isProblem(400, "invalid_cursor");
  }

  @Test
  void pageEndsAtItsMostBytesAndOneByteMoreIsOnTheNext() {
    record("filled", 64, 256);
    record("overfilled", 63, 256);
    record("overfilled", 1, 257);

    api.get(AUDIT + "?subject=filled&limit=500").has("$.items.length()", 64).has("$.next", null);
    Answer first = api.get(AUDIT + "?subject=overfilled&limit=500").has("$.items.length()", 63);
    api.get(AUDIT + "?subject=overfilled&limit=500&cursor=" + first.at("$.next"))
        .has("$.items.length()", 1)
        .has("$.next", null);
  }

  /** Records changes of that many bytes each. */
  private void record(String subject, int count, int bytes) {
    Actor by = new Actor(Actor.Kind.ADMIN, "admin", "");
    Audit.Change empty = new Audit.Change(Instant.EPOCH, by, "test", subject, "", null, null);
    String reason = "x".repeat((int) (bytes - empty.size()));
    for (int n = 0; n < count; n++) {
      audit.record(new Audit.Change(Instant.EPOCH, by, "test", subject, reason, null, null));
    }
  }

  @Test
  void changesAreFilteredByActorAndTime() {
    api.post("/api/v1/rooms", "{\"name\":\"timed\"}").is(201);

    api.get(AUDIT + "?subject=timed&actor=ADMIN").has("$.items.length()", 1);
    api.get(AUDIT + "?subject=timed&actor=bob").has("$.items.length()", 0);
    api.get(AUDIT + "?subject=timed&since=2020-01-01T00:00:00Z").has("$.items.length()", 1);
    api.get(AUDIT + "?subject=timed&until=2020-01-01T00:00:00Z").has("$.items.length()", 0);
    api.get(AUDIT + "?subject=timed&since=-999999999-01-01T00:00:00Z").has("$.items.length()", 1);
    api.get(AUDIT + "?since=%2B999999999-12-31T23:59:59Z").has("$.items.length()", 0);
    api.get(AUDIT + "?since=yesterday")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].message", "must be a time, like 2026-11-22T10:15:30Z");
  }

  @Test
  void recordIsOnlyRead() {
    api.delete(AUDIT).isProblem(405, "method_not_allowed");
    api.post(AUDIT, "{}").isProblem(405, "method_not_allowed");
  }
}
