package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ClusterConfiguration.ClusterProperties;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Tests the limits of the settings of a cluster. */
class ClusterPropertiesTests {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ClusterProperties.class)
  static class Application {}

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @Test
  void nameIsThatOfTheHostByDefault() {
    application.run(context ->
        assertThat(context.getBean(ClusterProperties.class).nameOrHost())
            .isEqualTo(InetAddress.getLocalHost().getHostName()));
  }

  @Test
  void nameHasAtMost64Characters() {
    application
        .withPropertyValues("parley.cluster.name=" + "x".repeat(64))
        .run(context ->
            assertThat(context.getBean(ClusterProperties.class).nameOrHost()).hasSize(64));
    application
        .withPropertyValues("parley.cluster.name=" + "x".repeat(65))
        .run(context -> assertThat(context).hasFailed());
    application
        .withPropertyValues("parley.cluster.name=")
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void drainTimeIsAnHourAtMost() {
    application
        .withPropertyValues("parley.cluster.drain-time=1h")
        .run(context ->
            assertThat(context.getBean(ClusterProperties.class).drainTime())
                .isEqualTo(Duration.ofHours(1)));
    application
        .withPropertyValues("parley.cluster.drain-time=3600001ms")
        .run(context -> assertThat(context).hasFailed());
    application
        .withPropertyValues("parley.cluster.drain-time=0s")
        .run(context -> assertThat(context).hasNotFailed());
    application
        .withPropertyValues("parley.cluster.drain-time=-1ms")
        .run(context -> assertThat(context).hasFailed());
  }
}
