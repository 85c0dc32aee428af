package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyIngressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1SecretKeySelector;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1TopologySpreadConstraint;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.FileSystemResource;

/** Tests what the Helm chart has Kubernetes make. */
class ChartTests {

  private static final Map<String, String> ALL_DOORS =
      Map.of(
          "listeners.raw.enabled", "true",
          "listeners.ircs.enabled", "true",
          "tls.secretName", "certificate");

  private static Chart byDefault() {
    return Chart.render(Map.of());
  }

  private static Properties application() {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new FileSystemResource("src/main/resources/application.yaml"));
    return yaml.getObject();
  }

  /** Returns the ports of the application by listener, and that of {@code http}. */
  private static Map<String, Integer> applicationPorts() {
    Map<String, Integer> ports = new TreeMap<>();
    application()
        .forEach((name, value) -> {
          String[] parts = name.toString().split("\\.", -1);
          if (name.toString().matches("parley\\.listeners\\.\\w+\\.port")) {
            ports.put(parts[2], (Integer) value);
          } else if (name.equals("server.port")) {
            ports.put("http", (Integer) value);
          }
        });
    return ports;
  }

  private static Map<String, Integer> containerPorts(Chart chart) {
    return chart.container().getPorts().stream()
        .collect(Collectors.toMap(V1ContainerPort::getName, V1ContainerPort::getContainerPort));
  }

  private static Map<String, V1EnvVar> environment(Chart chart) {
    return chart.container().getEnv().stream()
        .collect(Collectors.toMap(V1EnvVar::getName, variable -> variable));
  }

  @Test
  void isLinted() {
    assertThat(Chart.lint().isFailed()).as("%s", Chart.lint().getMessages()).isFalse();
  }

  @Test
  void portsAreThoseOfTheApplication() {
    assertThat(containerPorts(Chart.render(ALL_DOORS))).isEqualTo(applicationPorts());
    assertThat(containerPorts(byDefault())).containsOnlyKeys("line", "web", "irc", "http");
  }

  @Test
  void eachDoorHasAService() {
    Chart chart = Chart.render(ALL_DOORS);
    Map<String, V1Service> services =
        chart.all(V1Service.class).stream()
            .collect(
                Collectors.toMap(service -> service.getMetadata().getName(), service -> service));
    Map<String, String> pods =
        chart.only(V1Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
    assertThat(services).hasSize(6);
    applicationPorts()
        .forEach((door, port) -> {
          V1Service service = services.get("chat-" + door);
          assertThat(pods).containsAllEntriesOf(service.getSpec().getSelector());
          assertThat(service.getSpec().getPorts())
              .singleElement()
              .satisfies(only -> {
                assertThat(only.getPort()).isEqualTo(port);
                assertThat(only.getTargetPort()).isEqualTo(new IntOrString(door));
              });
        });
    assertThat(services.get("chat-http").getSpec().getSessionAffinity()).isEqualTo("ClientIP");
  }

  @Test
  void serviceCanBeALoadBalancer() {
    V1Service line =
        Chart.render(Map.of("listeners.line.service.type", "LoadBalancer"))
            .all(V1Service.class)
            .stream()
            .filter(service -> service.getMetadata().getName().equals("chat-line"))
            .findFirst()
            .orElseThrow();
    assertThat(line.getSpec().getType()).isEqualTo("LoadBalancer");
    assertThat(line.getSpec().getExternalTrafficPolicy()).isEqualTo("Local");
  }

  @Test
  void passwordsAreInTheSecretAlone() {
    Chart chart = byDefault();
    assertThat(chart.only(V1Secret.class).getStringData())
        .containsEntry("admin-password", Chart.ADMIN_PASSWORD)
        .containsEntry("database-password", Chart.DATABASE_PASSWORD);
    assertThat(chart.text().split(Chart.ADMIN_PASSWORD)).hasSize(2);
    assertThat(chart.text().split(Chart.DATABASE_PASSWORD)).hasSize(2);
    Map<String, V1EnvVar> environment = environment(chart);
    assertReference(environment.get("PARLEY_ADMIN_PASSWORD"), "chat", "admin-password");
    assertReference(environment.get("SPRING_DATASOURCE_PASSWORD"), "chat", "database-password");
  }

  @Test
  void passwordsCanBeInSecretsThatAreThere() {
    Chart chart =
        Chart.render(
            Map.of(
                "admin.existingSecret", "vault",
                "admin.secretKey", "root",
                "database.existingSecret", "vault"));
    assertThat(chart.all(V1Secret.class)).isEmpty();
    Map<String, V1EnvVar> environment = environment(chart);
    assertReference(environment.get("PARLEY_ADMIN_PASSWORD"), "vault", "root");
    assertReference(environment.get("SPRING_DATASOURCE_PASSWORD"), "vault", "database-password");
  }

  private static void assertReference(V1EnvVar variable, String secret, String key) {
    assertThat(variable.getValue()).isNull();
    V1SecretKeySelector reference = variable.getValueFrom().getSecretKeyRef();
    assertThat(reference.getName()).isEqualTo(secret);
    assertThat(reference.getKey()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 30", "300, 3600"})
  void thereIsTimeToSendPeopleElsewhere(int preStop, int drain) {
    Chart chart = Chart.render(Map.of("preStopSeconds", preStop, "drainSeconds", drain));
    Duration drainTime =
        DurationStyle.detectAndParse(environment(chart).get("PARLEY_CLUSTER_DRAINTIME").getValue());
    assertThat(drainTime).isEqualTo(Duration.ofSeconds(drain));
    assertThat(chart.container().getLifecycle().getPreStop().getExec().getCommand())
        .containsExactly("sleep", Integer.toString(preStop));
    Duration grace = Duration.ofSeconds(chart.pod().getTerminationGracePeriodSeconds());
    Duration http =
        DurationStyle.detectAndParse(
            application().getProperty("spring.lifecycle.timeout-per-shutdown-phase"));
    assertThat(grace).isGreaterThan(drainTime.plusSeconds(preStop).plus(http).plusSeconds(20));
  }

  @Test
  void probesAreOfTheHttpPort() {
    Chart chart = byDefault();
    V1HTTPGetAction ready = chart.container().getReadinessProbe().getHttpGet();
    V1HTTPGetAction live = chart.container().getLivenessProbe().getHttpGet();
    assertThat(chart.container().getStartupProbe().getHttpGet()).isEqualTo(live);
    assertThat(ready.getPath()).isEqualTo("/actuator/health/readiness");
    assertThat(ready.getPort()).isEqualTo(new IntOrString("http"));
    assertThat(live.getPath()).isEqualTo("/actuator/health/liveness");
    assertThat(live.getPort()).isEqualTo(new IntOrString("http"));
  }

  @Test
  void oneServerIsMissingAtMost() {
    Chart chart = byDefault();
    V1Deployment deployment = chart.only(V1Deployment.class);
    V1PodDisruptionBudget budget = chart.only(V1PodDisruptionBudget.class);
    assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
    assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
    assertThat(budget.getSpec().getSelector()).isEqualTo(deployment.getSpec().getSelector());
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
        .isEqualTo(new IntOrString(0));
  }

  @Test
  void serversAreApart() {
    assertThat(byDefault().pod().getTopologySpreadConstraints())
        .extracting(V1TopologySpreadConstraint::getTopologyKey)
        .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
  }

  @Test
  void networkPolicyLetsInWhatIsServed() {
    Chart chart = Chart.render(ALL_DOORS);
    V1NetworkPolicy policy = chart.only(V1NetworkPolicy.class);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .flatExtracting(V1NetworkPolicyIngressRule::getPorts)
        .extracting(port -> port.getPort().getStrValue())
        .containsExactlyInAnyOrderElementsOf(applicationPorts().keySet());
    V1NetworkPolicyIngressRule http = policy.getSpec().getIngress().getLast();
    assertThat(http.getPorts())
        .extracting(V1NetworkPolicyPort::getPort)
        .containsExactly(new IntOrString("http"));
    assertThat(http.getFrom()).isNotEmpty();
    assertThat(policy.getSpec().getEgress().getFirst().getPorts())
        .extracting(V1NetworkPolicyPort::getPort)
        .containsExactly(new IntOrString(5432));
  }

  @Test
  void containerHasFewRights() {
    Chart chart = byDefault();
    assertThat(chart.pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(chart.pod().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(chart.container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(chart.container().getSecurityContext().getCapabilities().getDrop())
        .containsExactly("ALL");
  }

  @Test
  void nameOfServerIsThatOfItsPod() {
    V1EnvVar name = environment(byDefault()).get("PARLEY_CLUSTER_NAME");
    assertThat(name.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
  }

  @Test
  void serviceMonitorIsThereWhenAskedFor() {
    assertThat(byDefault().text()).doesNotContain("ServiceMonitor");
    Chart chart =
        Chart.render(Map.of("serviceMonitor.enabled", true, "admin.existingSecret", "vault"));
    String monitor = chart.custom("ServiceMonitor").get("spec").toString();
    assertThat(monitor)
        .contains("port=http, path=/actuator/prometheus", "username={name=chat, key=admin-name}")
        .contains("password={name=vault, key=admin-password}");
    assertThat(chart.only(V1Secret.class).getStringData()).containsEntry("admin-name", "admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicas=0",
        "drainSeconds=-1",
        "drainSeconds=3601",
        "preStopSeconds=301",
        "listeners.line.port=0",
        "listeners.line.port=65536",
        "listeners.line.service.type=Loadbalancer",
        "listeners.line.proxyProtocol=true",
        "listeners.morse.port=1",
        "database.port=x",
        "replica=2"
      })
  void wrongValueIsRefused(String value) {
    String[] parts = value.split("=", -1);
    assertThatThrownBy(() -> Chart.render(Map.of(parts[0], parts[1])))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "admin.password | | Set admin.password or admin.existingSecret.",
        "database.password | | Set database.password or database.existingSecret.",
        "database.host | | Set database.host.",
        "listeners.ircs.enabled | true | listeners.ircs.tls needs tls.secretName."
      })
  void missingValueIsNamed(String name, String value, String sentence) {
    assertThatThrownBy(() -> Chart.render(Map.of(name, value == null ? "" : value)))
        .hasMessageContaining(sentence);
  }
}
