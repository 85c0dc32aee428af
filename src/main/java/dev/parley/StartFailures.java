package dev.parley;

import dev.parley.admin.PasswordFileException;
import dev.parley.tcp.ListenerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Says in one sentence why parley cannot start, where the cause lies outside the program. */
final class StartFailures {

  private StartFailures() {}

  /** Knows that a {@link ListenerException} says it all by its message. */
  static final class ListenerAnalyzer extends AbstractFailureAnalyzer<ListenerException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, ListenerException cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, root);
    }
  }

  /** Knows that a {@link PasswordFileException} says it all by its message. */
  static final class PasswordFileAnalyzer extends AbstractFailureAnalyzer<PasswordFileException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, PasswordFileException cause) {
      return new FailureAnalysis(String.valueOf(cause.getMessage()), null, root);
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
