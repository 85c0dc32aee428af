package dev.parley.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Event;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class AnnouncementsTests {

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void everyoneHearsAnAnnouncement() {
    FakeEndpoint alice = api.arrived("alice");
    FakeEndpoint bob = api.arrived("bob");

    api.post("/api/v1/announcements?reason=upgrade", "{\"text\":\"noon\"}").is(204);

    assertThat(alice.seen).filteredOn(Event.Announced.class::isInstance).hasSize(1);
    assertThat(bob.seen).filteredOn(Event.Announced.class::isInstance).hasSize(1);
    api.get("/api/v1/audit?action=announce&limit=1").has("$.items[0].reason", "upgrade");
  }

  @Test
  void announcementNeedsText() {
    api.post("/api/v1/announcements", "{\"text\":\"\\u001b[2J\"}").isProblem(400, "empty_text");
    api.post("/api/v1/announcements", "{\"message\":\"x\"}").isProblem(400, "unknown_property");
  }
}
