package dev.parley.irc.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.chat.name.GlobMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * Holds the reader, the writer and the masks to the public vectors of the IRC community
 * (parser-tests), where {@code -Dirc.vectors} or {@code ../shared/irc-parser-tests} has them.
 */
class ParserVectorTests {

  private static final Path FOLDER =
      Path.of(System.getProperty("irc.vectors", "../shared/irc-parser-tests"));

  @SuppressWarnings("unchecked")
  private static Stream<Map<String, Object>> vectors(String file) throws IOException {
    Path path = FOLDER.resolve(file);
    assumeTrue(Files.exists(path), "There are no vectors in " + FOLDER + ".");
    Map<String, Object> all = new Yaml().load(Files.readString(path));
    return ((List<Map<String, Object>>) all.get("tests")).stream();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> atoms(Map<String, Object> vector) {
    return (Map<String, Object>) vector.get("atoms");
  }

  @SuppressWarnings("unchecked")
  private static List<String> params(Map<String, Object> atoms) {
    return (List<String>) atoms.getOrDefault("params", List.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> tags(Map<String, Object> atoms) {
    Map<String, Object> given = (Map<String, Object>) atoms.getOrDefault("tags", Map.of());
    Map<String, String> tags = new LinkedHashMap<>();
    given.forEach((key, value) -> tags.put(key, Objects.toString(value, "")));
    return tags;
  }

  private static @Nullable String source(Map<String, Object> atoms) {
    return (String) atoms.get("source");
  }

  @Test
  void messagesAreReadIntoTheirParts() throws IOException {
    List<Map<String, Object>> all = vectors("msg-split.yaml").toList();
    assertThat(all).isNotEmpty();
    for (Map<String, Object> vector : all) {
      IrcMessage message = IrcMessage.parse((String) vector.get("input"));
      Map<String, Object> atoms = atoms(vector);
      assertThat(message).as("%s", vector.get("input")).isNotNull();
      assertThat(message.source()).isEqualTo(source(atoms));
      assertThat(message.verb()).isEqualTo(atoms.get("verb"));
      assertThat(message.params()).isEqualTo(params(atoms));
      assertThat(message.tags()).isEqualTo(tags(atoms));
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void messagesAreWrittenOfTheirParts() throws IOException {
    List<Map<String, Object>> all = vectors("msg-join.yaml").toList();
    assertThat(all).isNotEmpty();
    for (Map<String, Object> vector : all) {
      Map<String, Object> atoms = atoms(vector);
      IrcMessage message =
          new IrcMessage(
              tags(atoms),
              source(atoms),
              (String) atoms.get("verb"),
              new ArrayList<>(params(atoms)));
      assertThat((List<String>) vector.get("matches")).contains(message.line());
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void masksMatchWhatTheyShould() throws IOException {
    List<Map<String, Object>> all = vectors("mask-match.yaml").toList();
    assertThat(all).isNotEmpty();
    for (Map<String, Object> vector : all) {
      String mask = (String) vector.get("mask");
      for (String text : (List<String>) vector.get("matches")) {
        assertThat(GlobMask.matches(mask, text)).as("%s matches %s", mask, text).isTrue();
      }
      for (String text : (List<String>) vector.get("fails")) {
        assertThat(GlobMask.matches(mask, text)).as("%s matches %s", mask, text).isFalse();
      }
    }
  }
}
