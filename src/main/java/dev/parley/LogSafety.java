package dev.parley;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.pattern.DynamicConverter;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Escapes control characters in log messages and removes database messages from stack traces,
 * whatever class logs: a message is one line and quotes no user's text. Applied to every appender
 * with a pattern, as soon as Spring Boot has initialized logging.
 */
final class LogSafety implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  private static final List<String> MESSAGE_WORDS = List.of("m", "msg", "message");
  private static final List<String> FAILURE_WORDS =
      List.of(
          "wEx",
          "wex",
          "ex",
          "exception",
          "throwable",
          "xEx",
          "xException",
          "xThrowable",
          "rEx",
          "rootException");
  private static final Pattern SHOWS_FAILURES =
      Pattern.compile("%[-.0-9]*(nopex|nopexception|" + String.join("|", FAILURE_WORDS) + ")\\b");

  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      apply(context);
    }
  }

  /** Installs the converters in all appenders of a context that have a pattern. */
  static void apply(LoggerContext context) {
    register(context);
    context.getLoggerList().forEach(logger -> restart(logger.iteratorForAppenders()));
  }

  private static void register(LoggerContext context) {
    Map<String, Supplier<DynamicConverter<?>>> rules = new HashMap<>();
    if (context.getObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS)
        instanceof Map<?, ?> known) {
      known.forEach((word, rule) ->
          rules.put((String) word, () -> (DynamicConverter<?>) ((Supplier<?>) rule).get()));
    }
    MESSAGE_WORDS.forEach(word -> rules.put(word, EscapedMessage::new));
    FAILURE_WORDS.forEach(word -> rules.put(word, SafeStackTrace::new));
    context.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, rules);
  }

  private static void restart(Iterator<Appender<ILoggingEvent>> appenders) {
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (appender instanceof AppenderAttachable<?> others) {
        @SuppressWarnings("unchecked")
        AppenderAttachable<ILoggingEvent> attached = (AppenderAttachable<ILoggingEvent>) others;
        restart(attached.iteratorForAppenders());
      }
      if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
          && stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
        encoder.stop();
        if (!SHOWS_FAILURES.matcher(encoder.getPattern()).find()) {
          encoder.setPattern(encoder.getPattern() + "%wEx");
        }
        encoder.start();
      }
    }
  }

  /** Shows a message on one line. */
  static final class EscapedMessage extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return LogText.escape(event.getFormattedMessage());
    }
  }

  /** Shows a failure and its causes, without the messages of a database. */
  static final class SafeStackTrace extends ExtendedWhitespaceThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
      return super.throwableProxyToString(new SafeThrowable(failure));
    }
  }
}
