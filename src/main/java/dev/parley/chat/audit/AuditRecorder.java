package dev.parley.chat.audit;

import dev.parley.chat.name.Text;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Records changes in the audit, with the current time. Safe for use from any thread; does not
 * block.
 */
public final class AuditRecorder {

  private final Audit audit;
  private final Clock clock;

  public AuditRecorder(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** Records a change; the parameters are those of {@link Audit.Change}. */
  public void put(
      Actor by,
      String action,
      String subject,
      String reason,
      @Nullable String before,
      @Nullable String after) {
    audit.record(
        new Audit.Change(
            clock.instant(),
            by,
            action,
            Text.cleanLine(subject),
            Text.remark(reason),
            before,
            after));
  }
}
