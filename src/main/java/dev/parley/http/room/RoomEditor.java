package dev.parley.http.room;

import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.request.MergePatch;
import dev.parley.http.request.TextLimit;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes rooms. Safe for use from any thread; may block. */
public final class RoomEditor {

  private final Operator operator;
  private final TextLimit limit;
  private final JsonMapper json;
  private final Validator validator;

  public RoomEditor(Operator operator, TextLimit limit, JsonMapper json, Validator validator) {
    this.operator = operator;
    this.limit = limit;
    this.json = json;
    this.validator = validator;
  }

  /** Returns the room of that name; throws a problem if there is none. */
  RoomInfo find(String name) {
    return Outcomes.found(operator.room(name));
  }

  /** Creates a room. */
  RoomInfo create(RoomBody wanted, Operator operator) {
    check(wanted);
    if (wanted.name() == null) {
      throw InvalidValue.of("name", "must not be null");
    }
    return Outcomes.value(operator.create(wanted.name(), wanted.topicOrNone(), wanted.settings()));
  }

  /** Changes the settings that a patch names. */
  RoomInfo change(String name, Map<String, @Nullable Object> patch, Operator operator) {
    RoomInfo found = find(name);
    return Outcomes.value(
        operator.change(
            found.name().value(), limit.settings().serverName(), room -> patched(room, patch)));
  }

  private Operator.WantedRoom patched(RoomInfo room, Map<String, @Nullable Object> patch) {
    ObjectNode merged = json.valueToTree(RoomBody.of(room));
    MergePatch.apply(merged, json.valueToTree(patch));
    RoomBody wanted = json.treeToValue(merged, RoomBody.class);
    check(wanted);
    if (wanted.name() == null || !room.name().equals(RoomName.parse(wanted.name()))) {
      throw InvalidValue.of("name", "must stay as it is");
    }
    return new Operator.WantedRoom(wanted.topicOrNone(), wanted.settings());
  }

  private void check(RoomBody wanted) {
    Set<ConstraintViolation<RoomBody>> violations = validator.validate(wanted);
    if (!violations.isEmpty()) {
      List<InvalidValue> errors =
          violations.stream()
              .map(
                  error -> new InvalidValue(error.getPropertyPath().toString(), error.getMessage()))
              .toList();
      throw InvalidValue.thrown(errors);
    }
    limit.check("topic", wanted.topicOrNone());
  }
}
