package dev.parley.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Refusal;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.tcp.DeliveryMeter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class MetricsTests {

  @Autowired private ApiTester api;
  @Autowired private ChatMetrics monitor;
  @Autowired private DeliveryMeter deliveries;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void everyMeterIsThereFromTheStart() {
    String prometheus = api.get("/actuator/prometheus").is(200).body();

    assertThat(prometheus)
        .contains(
            "parley_connections{listener=\"line\"} 3.0",
            "parley_connections{listener=\"raw\"} 1.0",
            "parley_sessions 0.0",
            "parley_rooms 1.0",
            "parley_sendq_bytes 0.0",
            "parley_messages_total{listener=\"raw\"} 0.0",
            "parley_deliveries_total",
            "parley_delivery_latency_seconds_bucket{le=\"0.001\"}",
            "parley_delivery_latency_seconds_count",
            "parley_log_append_seconds_bucket{le=\"0.1\"}",
            "parley_log_append_seconds_count");
    for (Refusal refusal : Refusal.values()) {
      assertThat(prometheus).contains("parley_refusals_total{reason=\"" + refusal.code() + "\"}");
    }
    for (Disconnect.Reason reason : Disconnect.Reason.values()) {
      assertThat(prometheus).contains("parley_disconnects_total{reason=\"" + reason.code() + "\"}");
    }
  }

  @Test
  void requestsAreMeasuredAsAWhole() {
    api.get("/api/v1/rooms").is(200);

    assertThat(api.get("/actuator/prometheus").is(200).body())
        .contains("http_server_requests_seconds_count")
        .doesNotContain("spring_security");
  }

  @Test
  void gaugesFollowTheChat() {
    api.arrived("alice", "ops", "dev");
    api.endpoint("nameless", "line", "192.0.2.1").connect();

    assertThat(value("parley.sessions")).isEqualTo(1);
    assertThat(value("parley.rooms")).isEqualTo(3);
    assertThat(value("parley.sendq.bytes")).isEqualTo(10);
    assertThat(value("parley.connections?tag=listener:line")).isEqualTo(3);
  }

  @Test
  void countersCount() {
    List<String> names =
        List.of(
            "parley.messages?tag=listener:line",
            "parley.refusals?tag=reason:no_such_room",
            "parley.disconnects?tag=reason:slow-reader",
            "parley.log.append",
            "parley.deliveries",
            "parley.delivery.latency");
    List<Double> before = names.stream().map(this::value).toList();

    monitor.posted("line");
    monitor.refused(Refusal.NO_SUCH_ROOM);
    monitor.disconnected(Disconnect.Reason.SLOW_READER);
    monitor.appended(1000);
    deliveries.delivered(7, 1000);

    List<Double> grown = List.of(1.0, 1.0, 1.0, 1.0, 7.0, 1.0);
    for (int n = 0; n < names.size(); n++) {
      assertThat(value(names.get(n)) - before.get(n)).as(names.get(n)).isEqualTo(grown.get(n));
    }
  }

  @Test
  void listenerThatIsNotKnownBeforehandIsCountedToo() {
    monitor.posted("irc");

    assertThat(value("parley.messages?tag=listener:irc")).isPositive();
  }

  private double value(String meter) {
    return api.get("/actuator/metrics/" + meter).is(200).<Double>at("$.measurements[0].value");
  }
}
