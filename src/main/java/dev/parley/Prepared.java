package dev.parley;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Where the server is to be made of what was prepared when it was built ({@code
 * spring.aot.enabled}), sees to it that it would be made of the same now: Spring Boot decides by
 * settings which of its parts there are, and would not look at those settings any more. Without
 * what was prepared, a start takes longer, and that is all.
 */
final class Prepared implements EnvironmentPostProcessor {

  private static final String WANTED = "spring.aot.enabled";

  /** Where settings are that may decide what the server is made of, */
  private static final List<ConfigurationPropertyName> DECIDING =
      names("management", "spring", "springdoc", "server.forward-headers-strategy");

  /** but for these: they are read by the parts that there always are. */
  private static final List<ConfigurationPropertyName> HARMLESS =
      names(
          "spring.aot",
          "spring.application",
          "spring.config",
          "spring.datasource",
          "spring.lifecycle",
          "spring.profiles",
          "spring.ssl");

  private final Log log;

  Prepared(DeferredLogFactory logs) {
    this.log = logs.getLog(Prepared.class);
  }

  private static List<ConfigurationPropertyName> names(String... names) {
    return Stream.of(names).map(ConfigurationPropertyName::of).toList();
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (SpringProperties.getFlag(WANTED)) {
      obstacle(environment)
          .ifPresent(why -> {
            log.info("Starts without what was prepared, which takes longer: " + why);
            SpringProperties.setFlag(WANTED, false);
          });
    }
  }

  private static Optional<String> obstacle(ConfigurableEnvironment environment) {
    String initializer = ParleyApplication.class.getName() + "__ApplicationContextInitializer";
    if (!ClassUtils.isPresent(initializer, Prepared.class.getClassLoader())) {
      return Optional.of("nothing was");
    }
    return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
        .filter(source -> !isBuiltIn(source))
        .flatMap(Prepared::names)
        .filter(name -> isIn(DECIDING, name) && !isIn(HARMLESS, name))
        .findFirst()
        .map(name -> name + " is set");
  }

  /** Whether these are the settings of the program's own application.yaml. */
  private static boolean isBuiltIn(ConfigurationPropertySource settings) {
    return settings.getUnderlyingSource() instanceof PropertySource<?> source
        && source.getName().startsWith("Config resource 'class path resource");
  }

  private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
    return source instanceof IterableConfigurationPropertySource settings
        ? settings.stream()
        : Stream.empty();
  }

  private static boolean isIn(
      List<ConfigurationPropertyName> places, ConfigurationPropertyName name) {
    return places.stream().anyMatch(place -> place.equals(name) || place.isAncestorOf(name));
  }
}
