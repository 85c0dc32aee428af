package dev.parley.http.audit;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.audit.Audit;
import dev.parley.http.HttpProperties;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Cursor;
import dev.parley.http.request.Page;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the audit trail. */
@Tag(name = "Audit", description = "Who changed what, when and why")
@RestController
@RequestMapping("/api/v1/audit")
@RequiresScope(TokenScope.AUDIT_READ)
public final class AuditController {

  private static final String LIST = "audit";

  private final Audit audit;
  private final long pageBytes;

  AuditController(Audit audit, HttpProperties properties) {
    this.audit = audit;
    this.pageBytes = properties.pageBytes();
  }

  @Operation(
      summary = "Every change that was made by HTTP or by a moderator's command, newest first",
      description = "A change is on record a moment after it was made, and for good.")
  @ProblemResponses(Refusal.LOG_UNAVAILABLE)
  @GetMapping
  Page<ChangeJson> list(
      @RequestParam @Nullable String actor,
      @RequestParam @Nullable String action,
      @RequestParam @Nullable String subject,
      @RequestParam @Nullable Instant since,
      @RequestParam @Nullable Instant until,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    long before = cursor == null || cursor.isEmpty() ? Long.MAX_VALUE : id(cursor);
    Audit.Query query =
        new Audit.Query(actor, action, subject, since, until, before, limit + 1, pageBytes);
    List<Audit.Recorded> found = audit.read(query);
    List<Audit.Recorded> shown = query.cut(found.subList(0, Math.min(limit, found.size())));
    return new Page<>(
        shown.stream().map(ChangeJson::of).toList(),
        found.size() > shown.size()
            ? Cursor.after(LIST, String.valueOf(shown.getLast().id()))
            : null);
  }

  private static long id(String cursor) {
    try {
      return Long.parseLong(Cursor.key(LIST, cursor));
    } catch (NumberFormatException malformed) {
      throw Cursor.invalid();
    }
  }
}
