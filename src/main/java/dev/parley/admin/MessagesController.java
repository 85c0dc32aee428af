package dev.parley.admin;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatSettings;
import dev.parley.chat.Operator;
import dev.parley.chat.Refusal;
import dev.parley.chat.Reply;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** What was said in rooms. */
@Tag(name = "Messages", description = "What was said in rooms")
@RestController
@RequestMapping("/api/v1/rooms/{name}/messages")
final class MessagesController {

  private final Operator operator;
  private final ChatSettings settings;

  MessagesController(Operator operator, Chat chat) {
    this.operator = operator;
    this.settings = chat.settings();
  }

  @Operation(
      summary = "Lines of a room, oldest first: after an offset, or else the newest",
      description =
          "With `after`, the next page goes on from there; without it, the next page is the one"
              + " before. `q` is to be given again with each cursor.")
  @Refuses(Refusal.NO_SUCH_ROOM)
  @GetMapping
  Page<MessageJson> list(
      @PathVariable String name,
      @RequestParam @Min(0) @Nullable Long after,
      @RequestParam @Min(1) @Nullable Long before,
      @RequestParam @Nullable String q,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    MessageRange range = MessageRange.of(after, before, cursor);
    return range.page(
        Replies.expect(Reply.History.class, operator.messages(name, range.query(q, limit))));
  }

  @Operation(summary = "Say something in a room")
  @Refuses({
    Refusal.NO_SUCH_ROOM,
    Refusal.MALFORMED_NAME,
    Refusal.EMPTY_TEXT,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<MessageJson> post(@PathVariable String name, @RequestBody @Valid PostBody body) {
    String from = body.from() == null ? settings.serverName() : body.from();
    Reply.PostedAt posted =
        Replies.expect(Reply.PostedAt.class, operator.post(name, from, body.text()));
    return ResponseEntity.created(
            UriComponentsBuilder.fromPath("/api/v1/rooms/{name}/messages/{offset}")
                .build(posted.room().value(), posted.entry().offset()))
        .body(MessageJson.of(posted));
  }

  @Operation(summary = "One line")
  @Refuses({Refusal.NO_SUCH_ROOM, Refusal.NO_SUCH_MESSAGE})
  @GetMapping("/{offset}")
  MessageJson get(@PathVariable String name, @PathVariable long offset) {
    return MessageJson.of(Replies.expect(Reply.PostedAt.class, operator.message(name, offset)));
  }

  @Operation(summary = "Redact a line: its text is gone, its offset stays")
  @Refuses({Refusal.NO_SUCH_ROOM, Refusal.NO_SUCH_MESSAGE})
  @DeleteMapping("/{offset}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void redact(@PathVariable String name, @PathVariable long offset) {
    Replies.expect(Reply.PostedAt.class, operator.redact(name, offset));
  }
}
