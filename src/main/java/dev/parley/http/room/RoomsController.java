package dev.parley.http.room;

import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Locations;
import dev.parley.http.request.Page;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves rooms and their members. */
@Tag(name = "Rooms", description = "Rooms and who is in them")
@RestController
@RequestMapping("/api/v1/rooms")
@RequiresScope(TokenScope.ROOMS_READ)
public final class RoomsController {

  private final RoomEditor rooms;
  private final Operator operator;
  private final CurrentActor currentActor;

  RoomsController(RoomEditor rooms, Operator operator, CurrentActor currentActor) {
    this.rooms = rooms;
    this.operator = operator;
    this.currentActor = currentActor;
  }

  @Operation(summary = "The rooms, secret ones included, by name")
  @GetMapping
  Page<RoomJson> list(
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    return Page.of(
            "rooms",
            operator.rooms().stream(),
            (RoomInfo room) -> room.name().folded(),
            cursor,
            limit)
        .map(RoomJson::of);
  }

  @Operation(summary = "Make a room")
  @ProblemResponses({
    Refusal.MALFORMED_NAME,
    Refusal.ROOM_EXISTS,
    Refusal.EMPTY_TEXT,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.ROOMS_WRITE)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<RoomJson> create(
      @RequestBody RoomBody body, @RequestParam(defaultValue = "") String reason) {
    RoomJson room = RoomJson.of(rooms.create(body, currentActor.operator(reason)));
    return ResponseEntity.created(Locations.of("/api/v1/rooms/{name}", room.name())).body(room);
  }

  @Operation(summary = "One room")
  @ProblemResponses(Refusal.NO_SUCH_ROOM)
  @GetMapping("/{name}")
  RoomJson get(@PathVariable String name) {
    return RoomJson.of(rooms.find(name));
  }

  @Operation(
      summary = "Change a room: what is left out stays, null clears (RFC 7396)",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = RoomBody.class))))
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.LOBBY_STAYS,
    Refusal.EMPTY_TEXT,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.ROOMS_WRITE)
  @PatchMapping("/{name}")
  RoomJson change(
      @PathVariable String name,
      @RequestBody Map<String, @Nullable Object> patch,
      @RequestParam(defaultValue = "") String reason) {
    return RoomJson.of(rooms.change(name, patch, currentActor.operator(reason)));
  }

  @Operation(summary = "Rename a room: its members, its log, roles, bans and all else of it stay")
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.MALFORMED_NAME,
    Refusal.ROOM_EXISTS,
    Refusal.ALREADY_DONE,
    Refusal.LOBBY_STAYS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.ROOMS_WRITE)
  @PostMapping("/{name}/rename")
  RoomJson rename(
      @PathVariable String name,
      @Valid @RequestBody RenameBody body,
      @RequestParam(defaultValue = "") String reason) {
    return RoomJson.of(Outcomes.value(currentActor.operator(reason).rename(name, body.name())));
  }

  @Operation(summary = "Delete a room with its log; its members are in the lobby afterwards")
  @ProblemResponses({
    Refusal.NO_SUCH_ROOM,
    Refusal.LOBBY_STAYS,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @RequiresScope(TokenScope.ROOMS_WRITE)
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String name, @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.operator(reason).delete(name));
  }

  @Operation(summary = "Who is in a room, by name")
  @ProblemResponses(Refusal.NO_SUCH_ROOM)
  @GetMapping("/{name}/members")
  Page<MemberJson> members(
      @PathVariable String name,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = Page.LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
    List<MemberInfo> members = Outcomes.value(operator.members(name));
    return Page.of(
            "members",
            members.stream(),
            (MemberInfo member) -> member.nick().folded(),
            cursor,
            limit)
        .map(MemberJson::of);
  }

  @Operation(summary = "Take a member out of a room; its connection goes on")
  @ProblemResponses({Refusal.NO_SUCH_ROOM, Refusal.NO_SUCH_NICK, Refusal.LINE_TOO_LONG})
  @RequiresScope(TokenScope.ROOMS_WRITE)
  @DeleteMapping("/{name}/members/{nick}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable String name,
      @PathVariable String nick,
      @RequestParam(defaultValue = "") String reason) {
    Outcomes.value(currentActor.operator(reason).remove(name, nick, reason));
  }
}
