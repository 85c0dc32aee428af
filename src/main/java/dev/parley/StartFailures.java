package dev.parley;

import dev.parley.http.security.PasswordFileException;
import dev.parley.store.StoreException;
import dev.parley.tcp.ListenerException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Explains in one sentence why parley cannot start if the cause is outside the program. */
final class StartFailures {

  private StartFailures() {}

  /** Reports a {@link ListenerException} by its message. */
  static final class ListenerAnalyzer extends AbstractFailureAnalyzer<ListenerException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, ListenerException cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, root);
    }
  }

  /** Reports a {@link PasswordFileException} by its message. */
  static final class PasswordFileAnalyzer extends AbstractFailureAnalyzer<PasswordFileException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, PasswordFileException cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, root);
    }
  }

  /** Reports a {@link StoreException} by its message. */
  static final class StoreAnalyzer extends AbstractFailureAnalyzer<StoreException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, StoreException cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, root);
    }
  }

  /** Reports a {@link StartException} by its message. */
  static final class StartAnalyzer extends AbstractFailureAnalyzer<StartException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, StartException cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, root);
    }
  }

  /** Reports an HTTP port in use in the same words as a chat port in use. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class HttpPortAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, PortInUseException cause) {
      return new FailureAnalysis(
          "HTTP cannot listen on port " + cause.getPort() + ": the port is already in use.",
          null,
          root);
    }
  }

  /** Reports an invalid setting with its value and, if known, the error. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class SettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, BindException cause) {
      BindValidationException invalid = findCause(cause, BindValidationException.class);
      String sentence =
          invalid == null
              ? notUnderstood(cause.getName().toString(), cause.getProperty())
              : outOfRange(invalid);
      return new FailureAnalysis(sentence, null, root);
    }

    private static Object typed(BindValidationException invalid, String name, FieldError field) {
      return invalid.getValidationErrors().getBoundProperties().stream()
          .filter(property -> property.getName().toString().equals(name))
          .map(ConfigurationProperty::getValue)
          .findFirst()
          .orElseGet(() -> String.valueOf(field.getRejectedValue()));
    }

    private static String notUnderstood(String name, @Nullable ConfigurationProperty property) {
      return property == null
          ? name + " cannot be set like that."
          : name + " cannot be \"" + property.getValue() + "\".";
    }

    private static String outOfRange(BindValidationException invalid) {
      String prefix = invalid.getValidationErrors().getName().toString();
      return invalid.getValidationErrors().getAllErrors().stream()
              .map(error -> outOfRange(invalid, prefix, error))
              .collect(Collectors.joining("; "))
          + ".";
    }

    private static String outOfRange(
        BindValidationException invalid, String prefix, ObjectError error) {
      String what = Objects.requireNonNullElse(error.getDefaultMessage(), "must be something else");
      if (!(error instanceof FieldError field)) {
        return prefix + " " + what;
      }
      String name =
          prefix
              + "."
              + DataObjectPropertyName.toDashedForm(field.getField())
                  .replace('[', '.')
                  .replace("]", "");
      return name + " cannot be \"" + typed(invalid, name, field) + "\": it " + what;
    }
  }

  /** The same for the settings that Spring Boot looks at by itself. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class ValueAnalyzer
      extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {
    @Override
    protected FailureAnalysis analyze(
        Throwable root, InvalidConfigurationPropertyValueException cause) {
      return new FailureAnalysis(
          cause.getName() + " cannot be \"" + cause.getValue() + "\".", null, root);
    }
  }

  /** Reports an invalid HTTP port, for which the web server has an exception of its own. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class PortRangeAnalyzer extends AbstractFailureAnalyzer<IllegalArgumentException> {

    private static final Pattern OUT_OF_RANGE =
        Pattern.compile("(?i)port (?:value )?out of range: ?(-?[0-9]+)");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, IllegalArgumentException cause) {
      for (Throwable each = cause; each != null; each = each.getCause()) {
        Matcher port = OUT_OF_RANGE.matcher(String.valueOf(each.getMessage()));
        if (port.find()) {
          return new FailureAnalysis(
              "server.port cannot be \""
                  + port.group(1)
                  + "\": it must be less than or equal to 65535.",
              null,
              root);
        }
      }
      return null;
    }
  }

  /** Logs the sentence, without a stack trace, in place of Spring Boot's block of text. */
  static final class Reporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(ParleyApplication.class);

    @Override
    public void report(FailureAnalysis analysis) {
      log.error(
          "parley cannot start: {}", analysis.getDescription().strip().replaceAll("\\s+", " "));
    }
  }
}
