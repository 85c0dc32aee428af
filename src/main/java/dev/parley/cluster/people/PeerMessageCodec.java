package dev.parley.cluster.people;

import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PersonState;
import dev.parley.store.registry.StateJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes messages as their kind, a space, and a JSON object. A node ignores members that it does
 * not know, and messages of kinds that it does not know: another version may run beside it.
 */
final class PeerMessageCodec {

  private static final Logger log = LoggerFactory.getLogger(PeerMessageCodec.class);

  private static final Map<String, Class<?>> KINDS =
      records(PeerMessage.class).collect(Collectors.toMap(Class::getSimpleName, type -> type));

  private static final TypeReference<List<PersonState>> PEOPLE = new TypeReference<>() {};

  private final JsonMapper mapper = StateJson.MAPPER;

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(PeerMessageCodec::records)
        : Stream.of(type);
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
