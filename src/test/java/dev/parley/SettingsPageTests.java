package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares {@code docs/settings.md} with the configuration metadata, which is generated from the
 * {@code @param} texts of the {@code @ConfigurationProperties} records.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsPageTests {

  private static final Path PAGE = Path.of("docs", "settings.md");
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  /** A row of a table that begins with the name of a setting in backquotes. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `((?:parley|spring\\.datasource)\\.[^`]+)` \\| (.*) \\|$");

  /** A setting on the command line, as the examples have it. */
  private static final Pattern OPTION = Pattern.compile("--(parley\\.[A-Za-z0-9.-]*[A-Za-z0-9])");

  private static final String UNSET = "unset";

  /**
   * A setting as the program declares it.
   *
   * @param description its documentation, empty for the parts of a map's values, of which the
   *     metadata has none
   */
  private record Setting(String name, String defaultValue, String description) {

    String row() {
      return "| `%s` | %s | %s |".formatted(name, cell(defaultValue), description);
    }

    private static String cell(String value) {
      return value.equals(UNSET) ? UNSET : "`" + value + "`";
    }
  }

  private final Map<String, Setting> declared = new TreeMap<>();
  private final Map<String, String> rows = new TreeMap<>();
  private final List<String> repeated = new ArrayList<>();

  @BeforeAll
  void read() throws IOException, ClassNotFoundException {
    for (JsonNode property : metadata().path("properties")) {
      String name = property.path("name").asString();
      String type = property.path("type").asString();
      Matcher map = Pattern.compile("java\\.util\\.Map<java\\.lang\\.String,(.+)>").matcher(type);
      if (map.matches()) {
        for (RecordComponent part : Class.forName(map.group(1)).getRecordComponents()) {
          declare(new Setting(name + ".<name>." + dashed(part.getName()), defaultOf(part), ""));
        }
      } else {
        JsonNode value = property.path("defaultValue");
        declare(
            new Setting(
                name,
                value.isMissingNode() || value.isNull() ? UNSET : value.asString(),
                property.path("description").asString()));
      }
    }
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && rows.put(row.group(1), line) != null) {
        repeated.add(row.group(1));
      }
    }
  }

  @Test
  void everySettingIsOnThePage() {
    List<String> missing =
        declared.values().stream()
            .filter(setting -> !rows.containsKey(setting.name()))
            .map(Setting::row)
            .toList();
    assertThat(missing).as("rows to add to %s", PAGE).isEmpty();
  }

  @Test
  void everySettingIsThereWithItsDefaultAndItsDescription() {
    List<String> different =
        declared.values().stream()
            .filter(setting -> rows.containsKey(setting.name()))
            .filter(setting -> !begins(rows.get(setting.name()), setting))
            .map(Setting::row)
            .toList();
    assertThat(different)
        .as("rows of %s that have to begin like this (more cells may follow)", PAGE)
        .isEmpty();
  }

  @Test
  void nothingOnThePageIsUnknown() {
    assertThat(rows.keySet())
        .as("settings on %s; those that the program does not have are to be removed", PAGE)
        .isSubsetOf(declared.keySet());
    assertThat(repeated).as("settings that are on %s more than once", PAGE).isEmpty();
  }

  @Test
  void settingsReadAsPlainText() {
    assertThat(declared.values())
        .as("descriptions, which editors show as they are: without {@code …}")
        .noneMatch(setting -> setting.description().contains("{@"));
  }

  @Test
  void examplesOfTheManualSetWhatThereIs() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Path page : DocumentationTests.pages()) {
      Matcher option = OPTION.matcher(Files.readString(page));
      while (option.find()) {
        String name =
            option.group(1).replaceFirst("^(parley\\.listeners)\\.[^.]+\\.", "$1.<name>.");
        if (!declared.containsKey(name)) {
          unknown.add(page + ": " + option.group(1));
        }
      }
    }
    assertThat(unknown).as("settings that the program does not have").isEmpty();
  }

  private static boolean begins(String row, Setting setting) {
    String begin = setting.row();
    return setting.description().isEmpty()
        ? row.startsWith(begin.substring(0, begin.length() - 2))
        : row.equals(begin) || row.startsWith(begin + " ");
  }

  private void declare(Setting setting) {
    declared.put(setting.name(), setting);
  }

  private static JsonNode metadata() throws IOException {
    try (InputStream stream =
        SettingsPageTests.class.getClassLoader().getResourceAsStream(METADATA)) {
      assertThat(stream)
          .as("%s; it is generated where annotations are processed, as ./mvnw does", METADATA)
          .isNotNull();
      return JsonMapper.shared().readTree(stream);
    }
  }

  private static String dashed(String component) {
    return ConfigurationPropertyName.adapt(
            component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT), '.')
        .toString();
  }

  private static String defaultOf(RecordComponent part) {
    DefaultValue value =
        Arrays.stream(part.getDeclaringRecord().getDeclaredConstructors())
            .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
            .filter(parameter -> parameter.getName().equals(part.getName()))
            .map(parameter -> parameter.getAnnotation(DefaultValue.class))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return value == null || value.value().length == 0 ? UNSET : String.join(",", value.value());
  }
}
