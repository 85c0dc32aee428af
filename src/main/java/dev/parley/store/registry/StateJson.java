package dev.parley.store.registry;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Maps the state of sessions to JSON. Members that are not known are ignored: another version may
 * have written them.
 */
public final class StateJson {

  /** The mapper. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              module(
                  new Text<>(Nick.class, Nick::value, Nick::new),
                  new Text<>(RoomName.class, RoomName::value, RoomName::new),
                  new Text<>(Ban.Target.class, StateJson::text, StateJson::target)))
          .build();

  private StateJson() {}

  /** Describes a type whose JSON form is a string. */
  private record Text<T>(Class<T> type, Function<T, String> write, Function<String, T> read) {}

  private static SimpleModule module(Text<?>... forms) {
    SimpleModule module = new SimpleModule("parley");
    for (Text<?> form : forms) {
      add(module, form);
    }
    return module;
  }

  private static <T> void add(SimpleModule module, Text<T> form) {
    module.addSerializer(
        form.type(),
        new StdSerializer<T>(form.type()) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(form.write().apply(value));
          }
        });
    module.addDeserializer(
        form.type(),
        new StdDeserializer<T>(form.type()) {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) {
            return form.read().apply(in.getString());
          }
        });
  }

  private static String text(Ban.Target target) {
    return switch (target) {
      case Ban.OfNick(Nick nick) -> "nick " + nick.value();
      case Ban.OfAccount(Nick account) -> "account " + account.value();
      case Ban.OfAddress(AddressRange range) -> "address " + range;
      case Ban.OfMask(PersonMask mask) -> "mask " + mask;
    };
  }

  private static Ban.Target target(String text) {
    String what = text.substring(text.indexOf(' ') + 1);
    return switch (text.substring(0, text.indexOf(' '))) {
      case "nick" -> new Ban.OfNick(new Nick(what));
      case "account" -> new Ban.OfAccount(new Nick(what));
      case "address" -> new Ban.OfAddress(Objects.requireNonNull(AddressRange.parse(what)));
      case "mask" -> new Ban.OfMask(new PersonMask(what));
      default -> throw new IllegalArgumentException("unknown target of a ban");
    };
  }
}
