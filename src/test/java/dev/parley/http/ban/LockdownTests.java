package dev.parley.http.ban;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.http.ApiTester;
import dev.parley.http.FakeEndpoint;
import dev.parley.http.HttpTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class LockdownTests {

  private static final String DEFENCE = "/api/v1/defence";

  @Autowired private ApiTester api;

  @BeforeEach
  @AfterEach
  void open() {
    api.reset();
    api.send("PUT", DEFENCE, "{\"level\":\"open\"}").is(200);
  }

  @Test
  void levelActsAtOnce() {
    api.get(DEFENCE).is(200).has("$.level", "open").has("$.reason", "");
    FakeEndpoint guest = api.arrived("guest");
    api.send("PUT", DEFENCE, "{\"level\":\"registered-only\",\"reason\":\"raid\"}")
        .is(200)
        .has("$.level", "registered-only")
        .has("$.reason", "raid");

    assertThat(guest.closed).isEqualTo(new Disconnect(Disconnect.Reason.NOT_LET_IN, "raid"));
    api.get(DEFENCE).has("$.level", "registered-only");
  }

  @Test
  void whatIsNoLevelIsRefused() {
    api.send("PUT", DEFENCE, "{\"level\":\"panic\"}").isProblem(400, "invalid_request");
    api.send("PUT", DEFENCE, "{}").isProblem(400, "invalid_request");
    api.send("PUT", DEFENCE, "{\"level\":\"open\",\"reason\":\"" + "x".repeat(101) + "\"}")
        .isProblem(400, "line_too_long");
  }
}
