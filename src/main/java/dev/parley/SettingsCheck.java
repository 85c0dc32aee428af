package dev.parley;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Rejects unknown settings at the start: a mistyped one would be ignored silently, and the limit or
 * access rule that it was meant to set would not apply.
 *
 * <p>Environment variables and system properties may be meant for another program: Kubernetes
 * itself puts {@code PARLEY_PORT=tcp://…} and similar variables there. Such a name is rejected if
 * it is similar to a setting, and otherwise logged as a warning.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {

  private static final Logger log = LoggerFactory.getLogger(ParleyApplication.class);

  private static final String PREFIX = "parley";
  private static final String VARIABLE_PREFIX = "PARLEY_";
  private static final String LISTENERS = "parley.listeners.";

  /**
   * Matches the variables that Kubernetes and Docker set for a service whose name begins with ours.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "PARLEY_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?|NAME|ENV_\\w+)");

  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private final ConfigurableEnvironment environment;
  private final List<String> complaints = new ArrayList<>();

  SettingsCheck(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /** Checks the settings before any bean is created, so before anything is opened. */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    Set<Class<?>> records = new LinkedHashSet<>();
    for (String bean : beans.getBeanDefinitionNames()) {
      Class<?> type = beans.getType(bean, false);
      if (type != null && bindsOurs(type.getAnnotation(ConfigurationProperties.class))) {
        records.add(type);
      }
    }
    check(new KnownSettings(records));
  }

  private static boolean bindsOurs(@Nullable ConfigurationProperties annotation) {
    return annotation != null
        && (annotation.value().equals(PREFIX) || annotation.value().startsWith(PREFIX + "."));
  }

  /** Throws {@link StartException} if a setting is set that is not among these. */
  void check(KnownSettings known) {
    Set<String> listeners = new TreeSet<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof SystemEnvironmentPropertySource variables) {
        Arrays.stream(variables.getPropertyNames())
            .sorted()
            .forEach(name -> variable(name, String.valueOf(variables.getProperty(name)), known));
      } else if (source instanceof EnumerablePropertySource<?> settings) {
        Arrays.stream(settings.getPropertyNames())
            .filter(name -> name.startsWith(PREFIX + "."))
            .forEach(name -> {
              setting(name, source, known);
              listener(name, listeners);
            });
      }
    }
    listeners.forEach(name -> requirePort(name, listeners));
    if (!complaints.isEmpty()) {
      String sentence = String.join("; ", complaints) + ".";
      throw new StartException(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1));
    }
  }

  private void setting(String name, PropertySource<?> source, KnownSettings known) {
    List<String> elements = elements(name);
    if (known.contains(elements)) {
      return;
    }
    boolean ours =
        !source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    if (ours || known.near(elements) != null) {
      unknown("there is no setting " + name, known.nearest(elements));
    } else {
      log.warn("The system property {} is no setting, and ignored", name);
    }
  }

  /**
   * Splits a name into its elements; brackets are allowed too, as in {@code
   * parley.listeners[line].trusted-proxies[0]}.
   */
  private static List<String> elements(String name) {
    return List.of(name.replace("[", ".").replace("]", "").split("\\.+"));
  }

  private void variable(String name, String value, KnownSettings known) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!upper.startsWith(VARIABLE_PREFIX) || isServiceLink(upper, value)) {
      return;
    }
    List<String> words = List.of(name.split("_+"));
    if (known.containsVariable(words)) {
      return;
    }
    String near = known.near(words);
    if (near == null) {
      log.warn("The environment variable {} is no setting, and ignored", name);
    } else {
      unknown("there is no setting " + name, variableFor(near));
    }
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_URL.matcher(value).matches());
  }

  private static String variableFor(String name) {
    return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static void listener(String setting, Set<String> listeners) {
    List<String> elements = elements(setting);
    if (setting.startsWith(LISTENERS) && elements.size() > 3) {
      listeners.add(elements.get(2));
    }
  }

  /**
   * Rejects a listener without a port: a mistyped name would open a further listener on any port.
   */
  private void requirePort(String listener, Set<String> all) {
    String port = LISTENERS + listener + ".port";
    if (!environment.containsProperty(port)) {
      String others =
          String.join(
              " or ",
              all.stream().filter(name -> hasPort(name) && !name.equals(listener)).toList());
      unknown("listener " + listener + " has no port", others.isEmpty() ? port : others);
    }
  }

  private boolean hasPort(String listener) {
    return environment.containsProperty(LISTENERS + listener + ".port");
  }

  private void unknown(String what, @Nullable String meant) {
    String complaint = meant == null ? what : what + " (did you mean " + meant + "?)";
    if (!complaints.contains(complaint)) {
      complaints.add(complaint);
    }
  }
}
