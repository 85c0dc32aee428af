package dev.parley.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.ApiTester;
import dev.parley.http.FakeListeners;
import dev.parley.http.HttpTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class HealthTests {

  @Autowired private ApiTester api;
  @Autowired private FakeListeners listeners;

  @AfterEach
  void openAgain() {
    listeners.rawAccepts = true;
  }

  @Test
  void everyoneSeesWhetherItIsUp() {
    api.send(api.request("/actuator/health"))
        .is(200)
        .has("$.status", "UP")
        .has("$.components", Map.of("chat", Map.of("status", "UP")));
  }

  @Test
  void adminSeesListenersAndStore() {
    api.get("/actuator/health")
        .is(200)
        .has("$.components.length()", 1)
        .has("$.components.chat.details.store", "memory")
        .has("$.components.chat.details.listeners.line.address", "0.0.0.0:2323")
        .has("$.components.chat.details.listeners.line.accepting", true)
        .has("$.components.chat.details.listeners.line.connections", 3);
  }

  @Test
  void listenerThatDoesNotListenIsNotReady() {
    listeners.rawAccepts = false;

    api.send(api.request("/actuator/health")).is(503).has("$.status", "DOWN");
    api.send(api.request("/actuator/health/readiness")).is(503);
    api.send(api.request("/actuator/health/liveness")).is(200).has("$.status", "UP");
  }

  @Test
  void groupsHaveTheirMembers() {
    Map<String, Object> readiness =
        api.get("/actuator/health/readiness").is(200).at("$.components");
    Map<String, Object> liveness = api.get("/actuator/health/liveness").is(200).at("$.components");

    assertThat(readiness).containsOnlyKeys("readinessState", "chat");
    assertThat(liveness).containsOnlyKeys("livenessState");
  }
}
