package dev.parley.helm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.NativeLibrary;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.util.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders the Helm chart, and gives the objects that Kubernetes would be told to make. */
public final class Chart {

  /** The password that the rendered chart has for the admin. */
  public static final String ADMIN_PASSWORD = "correct horse battery staple";

  static final String DATABASE_PASSWORD = "rose-garden";

  private static final Path DIRECTORY = Path.of("docker", "helm", "parley");
  private static final String KUBERNETES = "1.34.0";

  private final String text;

  private Chart(String text) {
    this.text = text;
  }

  /**
   * Renders it as the release {@code chat}, with what has to be set and these values. Skips the
   * test where Helm is not there for the system.
   */
  public static Chart render(Map<String, ?> values) {
    TemplateCommand command =
        helm()
            .template()
            .withName("chat")
            .withKubeVersion(KUBERNETES)
            .set("database.host", "postgres")
            .set("database.password", DATABASE_PASSWORD)
            .set("admin.password", ADMIN_PASSWORD);
    values.forEach(command::set);
    return new Chart(command.call());
  }

  static LintResult lint() {
    return helm().lint().strict().call();
  }

  private static Helm helm() {
    assumeTrue(
        ServiceLoader.load(NativeLibrary.class).findFirst().isPresent(),
        "There is no Helm for this system.");
    return new Helm(DIRECTORY);
  }

  /** Returns the manifest as it is sent. */
  String text() {
    return text;
  }

  /** Returns the only object of a kind that is not one of Kubernetes' own. */
  Map<String, ?> custom(String kind) {
    for (Object each : new org.yaml.snakeyaml.Yaml().loadAll(text)) {
      if (each instanceof Map<?, ?> object && kind.equals(object.get("kind"))) {
        @SuppressWarnings("unchecked")
        Map<String, ?> found = (Map<String, ?>) object;
        return found;
      }
    }
    throw new AssertionError(kind);
  }

  /** Returns all objects of a type of Kubernetes' own. */
  <T> List<T> all(Class<T> type) {
    String own =
        Stream.of(text.split("(?m)^---$"))
            .filter(document -> !document.contains("apiVersion: monitoring.coreos.com"))
            .collect(Collectors.joining("---"));
    try {
      return Yaml.loadAll(own).stream().filter(type::isInstance).map(type::cast).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the only object of a type. */
  <T> T only(Class<T> type) {
    List<T> all = all(type);
    if (all.size() != 1) {
      throw new AssertionError(type.getSimpleName() + ": " + all.size());
    }
    return all.getFirst();
  }

  V1PodSpec pod() {
    return only(V1Deployment.class).getSpec().getTemplate().getSpec();
  }

  /** Returns the container of a server. */
  public V1Container container() {
    return pod().getContainers().getFirst();
  }
}
