package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Tests the limits of the settings of accounts. */
class AccountPropertiesTests {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ParleyProperties.class)
  static class Application {}

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @ParameterizedTest
  @ValueSource(ints = {4096, 1_000_000})
  void iterationsAreTaken(int iterations) {
    application
        .withPropertyValues("parley.accounts.scram-iterations=" + iterations)
        .run(context ->
            assertThat(context.getBean(ParleyProperties.class).accounts().scramIterations())
                .isEqualTo(iterations));
  }

  @ParameterizedTest
  @ValueSource(ints = {4095, 1_000_001})
  void fewerOrMoreAreRefused(int iterations) {
    application
        .withPropertyValues("parley.accounts.scram-iterations=" + iterations)
        .run(context -> assertThat(context).hasFailed());
  }
}
