package dev.parley;

import dev.parley.dialect.input.Suggestions;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Lists the names of all settings, read from the records that settings are bound to. A name is a
 * list of elements; one that users choose (of a listener) is {@link #ANY}. Immutable.
 */
final class KnownSettings {

  /** Stands for an element that users choose. */
  static final String ANY = "<name>";

  private static final String SEPARATOR = ".";

  /** Number of letters for each mistake that a similar name may have. */
  private static final int LETTERS_PER_MISTAKE = 5;

  private static final int SHORT = 6;

  private final List<List<String>> names = new ArrayList<>();

  /**
   * @param records the records that settings are bound to, with the prefix in their annotation
   */
  KnownSettings(Collection<Class<?>> records) {
    for (Class<?> type : records) {
      ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
      add(List.of(annotation.value().split("\\.")), type);
    }
  }

  private void add(List<String> prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      List<String> name = plus(prefix, DataObjectPropertyName.toDashedForm(component.getName()));
      Class<?> own = component.getType();
      if (Map.class.isAssignableFrom(own)) {
        add(plus(name, ANY), valueType(component.getGenericType()));
      } else if (own.isRecord() && own.getPackageName().startsWith("dev.parley")) {
        add(name, own);
      } else {
        names.add(name);
      }
    }
  }

  private static Class<?> valueType(Type map) {
    if (map instanceof ParameterizedType types
        && types.getActualTypeArguments()[1] instanceof Class<?> value
        && value.isRecord()) {
      return value;
    }
    throw new IllegalStateException("A map of settings has to be one of records: " + map);
  }

  private static List<String> plus(List<String> prefix, String element) {
    List<String> name = new ArrayList<>(prefix);
    name.add(element);
    return List.copyOf(name);
  }

  /** Returns all names. */
  List<String> all() {
    return names.stream().map(name -> String.join(SEPARATOR, name)).toList();
  }

  /**
   * Returns whether a setting has that name or a name that begins with it. Elements are compared by
   * their letters and digits, and those at the end may count the elements of a list.
   */
  boolean contains(List<String> elements) {
    return names.stream().anyMatch(name -> isOrBeginsLike(name, elements));
  }

  private static boolean isOrBeginsLike(List<String> name, List<String> elements) {
    int common = Math.min(name.size(), elements.size());
    for (int i = 0; i < common; i++) {
      if (!name.get(i).equals(ANY) && !letters(name.get(i)).equals(letters(elements.get(i)))) {
        return false;
      }
    }
    return elements.subList(common, elements.size()).stream().allMatch(KnownSettings::isNumber);
  }

  /**
   * Returns whether an environment variable sets a setting; its words may be divided in another way
   * than the elements of the name.
   */
  boolean containsVariable(List<String> words) {
    return names.stream().anyMatch(name -> isWrittenAs(name, words));
  }

  private static boolean isWrittenAs(List<String> name, List<String> words) {
    if (name.isEmpty() || words.isEmpty()) {
      return name.isEmpty() && words.stream().allMatch(KnownSettings::isNumber);
    }
    List<String> more = name.subList(1, name.size());
    if (name.getFirst().equals(ANY)) {
      return isWrittenAs(more, words.subList(1, words.size()));
    }
    String element = letters(name.getFirst());
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < words.size() && joined.length() < element.length(); i++) {
      joined.append(letters(words.get(i)));
      if (joined.toString().equals(element)) {
        return isWrittenAs(more, words.subList(i + 1, words.size()));
      }
    }
    return false;
  }

  /** Returns the name that was probably meant, or null if none is similar enough. */
  @Nullable String near(List<String> elements) {
    String wanted = letters(String.join("", elements.subList(1, elements.size())));
    int most = wanted.length() < SHORT ? 1 : Math.max(2, wanted.length() / LETTERS_PER_MISTAKE);
    return names.stream()
        .map(name -> chosen(name, elements))
        .map(name -> new Candidate(String.join(SEPARATOR, name), distance(name, wanted)))
        .filter(candidate -> candidate.distance() <= most)
        .min(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name)
        .orElse(null);
  }

  private record Candidate(String name, int distance) {}

  private static int distance(List<String> name, String wanted) {
    return Suggestions.distance(letters(String.join("", name.subList(1, name.size()))), wanted);
  }

  /** Replaces {@link #ANY} in a name by the element that the user chose. */
  private static List<String> chosen(List<String> name, List<String> elements) {
    int place = name.indexOf(ANY);
    if (place < 0 || place >= elements.size()) {
      return name;
    }
    List<String> chosen = new ArrayList<>(name);
    chosen.set(place, elements.get(place));
    return chosen;
  }

  /** Returns the nearest name, or else one that ends in the same way; null if there is none. */
  @Nullable String nearest(List<String> elements) {
    String near = near(elements);
    if (near != null) {
      return near;
    }
    String last = letters(elements.getLast());
    return names.stream()
        .filter(name -> letters(name.getLast()).equals(last))
        .map(name -> String.join(SEPARATOR, name))
        .findFirst()
        .orElse(null);
  }

  private static String letters(String element) {
    return element.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static boolean isNumber(String element) {
    return !element.isEmpty() && element.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
