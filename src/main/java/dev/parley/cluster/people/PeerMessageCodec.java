package dev.parley.cluster.people;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PersonState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Encodes messages as their kind, a space, and a JSON object. A node ignores members that it does
 * not know, and messages of kinds that it does not know: another version may run beside it.
 */
final class PeerMessageCodec {

  private static final Logger log = LoggerFactory.getLogger(PeerMessageCodec.class);

  private static final Map<String, Class<?>> KINDS =
      records(PeerMessage.class).collect(Collectors.toMap(Class::getSimpleName, type -> type));

  private static final TypeReference<List<PersonState>> PEOPLE = new TypeReference<>() {};

  private final JsonMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              module(
                  new Text<>(Nick.class, Nick::value, Nick::new),
                  new Text<>(RoomName.class, RoomName::value, RoomName::new),
                  new Text<>(Ban.Target.class, PeerMessageCodec::text, PeerMessageCodec::target)))
          .build();

  /** Describes a type whose JSON form is a string. */
  private record Text<T>(Class<T> type, Function<T, String> write, Function<String, T> read) {}

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(PeerMessageCodec::records)
        : Stream.of(type);
  }

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

  /** Encodes a message. */
  String encode(PeerMessage message) {
    return message.getClass().getSimpleName() + " " + mapper.writeValueAsString(message);
  }

  /** Decodes a message of a type; returns null for one that this version does not know. */
  <T extends PeerMessage> @Nullable T decode(Class<T> type, String text) {
    int space = text.indexOf(' ');
    Class<?> kind = space < 0 ? null : KINDS.get(text.substring(0, space));
    if (kind == null || !type.isAssignableFrom(kind)) {
      return null;
    }
    try {
      return type.cast(mapper.readValue(text.substring(space + 1), kind));
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("A message of another node is not understood: {}", kind.getSimpleName());
      return null;
    }
  }

  /** Encodes a session. */
  String encode(Handover session) {
    return mapper.writeValueAsString(session);
  }

  /** Decodes a session; returns null if it is not understood. */
  @Nullable Handover decodeHandover(String text) {
    try {
      return mapper.readValue(text, Handover.class);
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("A session of another node is not understood", e);
      return null;
    }
  }

  /** Encodes the state of people. */
  String encode(List<PersonState> people) {
    return mapper.writeValueAsString(people);
  }

  /** Decodes the state of people; returns null if it is not understood. */
  @Nullable List<PersonState> decodePeople(String text) {
    try {
      return mapper.readValue(text, PEOPLE);
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("The people of another node are not understood", e);
      return null;
    }
  }
}
