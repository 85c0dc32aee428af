package dev.parley.http.message;

import dev.parley.chat.Chat;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.http.HttpProperties;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.IdempotencyKey;
import dev.parley.http.request.Locations;
import dev.parley.http.request.Page;
import dev.parley.http.security.Caller;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import dev.parley.http.stream.MessageJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves the messages of rooms. */
@Tag(name = "Messages", description = "What was said in rooms")
@RestController
@RequestMapping("/api/v1/rooms/{name}/messages")
@RequiresScope(TokenScope.MESSAGES_READ)
public final class MessagesController {

  private final Operator operator;
  private final CurrentActor currentActor;
  private final ChatSettings settings;
  private final IdempotentPosts once;
  private final AccountAdmin accountAdmin;
  private final long pageBytes;

  MessagesController(
      Operator operator,
      CurrentActor currentActor,
      Chat chat,
      IdempotentPosts once,
      AccountAdmin accountAdmin,
      HttpProperties properties) {
    this.accountAdmin = accountAdmin;
    this.operator = operator;
    this.currentActor = currentActor;
    this.settings = chat.settings();
    this.once = once;
    this.pageBytes = properties.pageBytes();
  }

  @Operation(
      summary = "Lines of a room, oldest first: after an offset, or else the newest",
      description =
          "With `after` or `since`, the next page goes on from there; without them, the next page"
              + " is the one before. `from` gives the lines of one person, `since` and `until` those"
              + " between two times. `q` and `from` are to be given again with each cursor. A page of"
              + " long lines may have fewer than `limit`: `next` tells whether there are more.")
  @ProblemResponses({Refusal.NO_SUCH_ROOM, Refusal.LOG_UNAVAILABLE})
  @GetMapping
  Page<MessageJson> list(
      @PathVariable String name,
      @RequestParam @Min(0) @Nullable Long after,
      @RequestParam @Min(1) @Nullable Long before,
      @RequestParam @Nullable Instant since,
      @RequestParam @Nullable Instant until,
      @RequestParam @Nullable String from,
      @RequestParam @Nullable String q,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    MessageRange range =
        cursor == null || cursor.isEmpty()
            ? MessageRange.of(after, since, before)
                .between(Outcomes.value(operator.between(name, since, until)))
            : MessageRange.of(cursor);
    RoomLog.Query query = range.query(q, from, limit).within(pageBytes);
    return range.page(Outcomes.value(operator.messages(name, query)));
  }

  @Operation(
      summary = "Say something in a room",
      description =
          "With an `Idempotency-Key`, asking again says nothing again: the first answer is given"
              + " once more, with `Idempotency-Replayed: true`, less the text where that was redacted"
              + " or has expired. A key is remembered for a day, across restarts.")
  @ProblemResponses(
      value = {
        Refusal.NO_SUCH_ROOM,
        Refusal.MALFORMED_NAME,
        Refusal.NAME_RESERVED,
        Refusal.EMPTY_TEXT,
        Refusal.LINE_TOO_LONG,
        Refusal.LOG_UNAVAILABLE
      },
      also = "idempotency_key_reused")
  @RequiresScope(TokenScope.MESSAGES_WRITE)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<MessageJson> post(
      @PathVariable String name,
      @RequestHeader(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
      @RequestBody @Valid PostBody body,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    String from = author(body.from(), Caller.of(request));
    IdempotentPosts.PostResult result =
        postOnce(
            name,
            from,
            body.text(),
            reason,
            idempotencyKey == null ? null : IdempotencyKey.parse(idempotencyKey));
    MessageJson message = result.message();
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.created(
            Locations.of(
                "/api/v1/rooms/{name}/messages/{offset}", message.room(), message.offset()));
    if (result.replayed()) {
      answer.header(IdempotencyKey.REPLAYED, "true");
    }
    return answer.body(message);
  }

  /**
   * Returns the author's name; for a caller with a token it must not be reserved for another
   * account.
   */
  private String author(@Nullable String from, @Nullable Caller caller) {
    if (from == null) {
      return caller == null ? settings.serverName() : caller.login().value();
    }
    if (caller != null && accountAdmin.isReservedForOther(from, caller.login())) {
      throw Problem.of(Refusal.NAME_RESERVED)
          .because("That name is not the token's: it is kept for whom it belongs to.");
    }
    return from;
  }

  private IdempotentPosts.PostResult postOnce(
      String name, String from, String text, String reason, @Nullable IdempotencyKey key) {
    RoomName room = RoomName.parse(name);
    if (key == null || room == null) {
      return new IdempotentPosts.PostResult(post(name, from, text, reason, null), false);
    }
    return once.once(
        key,
        new IdempotentPosts.Post(room, from, text),
        stored -> post(name, from, text, reason, stored));
  }

  private MessageJson post(
      String room, String from, String text, String reason, @Nullable PostKey key) {
    return MessageJson.of(
        Outcomes.value(currentActor.operator(reason).post(room, from, text, key)));
  }

  @Operation(summary = "One line")
  @ProblemResponses({Refusal.NO_SUCH_ROOM, Refusal.NO_SUCH_MESSAGE, Refusal.LOG_UNAVAILABLE})
  @GetMapping("/{offset}")
  MessageJson get(@PathVariable String name, @PathVariable long offset) {
    return MessageJson.of(Outcomes.value(operator.message(name, offset)));
  }

  @Operation(summary = "Redact a line: its text is gone, its offset stays")
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.NO_SUCH_MESSAGE,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.MESSAGES_WRITE)
  @DeleteMapping("/{offset}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void redact(
      @PathVariable String name,
      @PathVariable long offset,
      @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.operator(reason).redact(name, offset));
  }
}
