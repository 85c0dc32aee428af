package dev.parley.http.client;

import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class ListenersTests {

  @Autowired private ApiTester api;

  @Test
  void listenersAreListed() {
    api.get("/api/v1/listeners")
        .is(200)
        .has("$.items.length()", 2)
        .has("$.next", null)
        .has(
            "$.items[0]",
            Map.of(
                "name",
                "line",
                "protocol",
                "line",
                "address",
                "0.0.0.0",
                "port",
                2323,
                "tls",
                false,
                "connections",
                3,
                "accepting",
                true));
  }
}
