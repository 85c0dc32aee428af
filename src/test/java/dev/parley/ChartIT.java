package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.parley.helm.Chart;
import dev.parley.store.PostgresProcess;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts the packaged program as the Helm chart has it started. */
@DisabledOnOs(OS.WINDOWS)
class ChartIT {

  @TempDir Path dir;

  @Test
  void environmentStartsAServerThatProbesFindReady() throws Exception {
    V1Container container = Chart.render(Map.of("drainSeconds", 1)).container();
    try (PostgresProcess postgres =
            new PostgresProcess(dir.resolve("postgres"), ServerProcess.DEADLINE);
        ServerProcess server =
            ServerProcess.start(
                dir,
                environment(container),
                List.of(),
                "--spring.datasource.url=" + postgres.url())) {
      server.awaitReady();
      for (var probe :
          List.of(
              container.getStartupProbe(),
              container.getLivenessProbe(),
              container.getReadinessProbe())) {
        assertThat(server.ask(probe.getHttpGet().getPath()).statusCode()).isEqualTo(200);
      }
      String nodes = server.ask("/api/v1/nodes", Chart.ADMIN_PASSWORD).body();
      assertThat(JsonPath.<List<String>>read(nodes, "$.items[*].name")).containsExactly("chat-1");
      server.signal("TERM");
      assertThat(server.exitStatus()).isZero();
    }
  }

  /** Returns the variables of the container, as Kubernetes would have them resolved. */
  private static Map<String, String> environment(V1Container container) {
    Map<String, String> resolved =
        Map.of(
            "PARLEY_CLUSTER_NAME", "chat-1",
            "PARLEY_ADMIN_PASSWORD", Chart.ADMIN_PASSWORD,
            "SPRING_DATASOURCE_USERNAME", "postgres",
            "SPRING_DATASOURCE_PASSWORD", "");
    return container.getEnv().stream()
        .collect(
            Collectors.toMap(
                V1EnvVar::getName,
                variable -> resolved.getOrDefault(variable.getName(), variable.getValue())));
  }
}
