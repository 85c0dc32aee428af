package dev.parley.http.request;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list.
 *
 * @param next the cursor of the page behind this one, null where this is the last
 */
public record Page<T>(
    List<T> items,
    @Schema(
            example = "cm9vbXM6b3Bz",
            types = {"string", "null"})
        @Nullable String next) {

  /** How many items a page has unless one says otherwise. */
  public static final String LIMIT = "50";

  /** How many items a page may have. */
  public static final int MAX_LIMIT = 500;

  private record Keyed<T>(String key, T item) {}

  /**
   * A page of a list that is sorted by a key.
   *
   * @param list the name of the list
   * @param all all items, in no order
   * @param key what an item is sorted by, unlike that of any other
   * @param cursor where the page before this one ended, null or empty for the first
   */
  public static <T> Page<T> of(
      String list, Stream<T> all, Function<T, String> key, @Nullable String cursor, int limit) {
    String after = cursor == null || cursor.isEmpty() ? "" : Cursor.key(list, cursor);
    List<Keyed<T>> found =
        all.map(item -> new Keyed<>(key.apply(item), item))
            .filter(keyed -> keyed.key.compareTo(after) > 0)
            .sorted((one, other) -> one.key.compareTo(other.key))
            .limit(limit + 1L)
            .toList();
    List<Keyed<T>> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        shown.stream().map(Keyed::item).toList(),
        found.size() > limit ? Cursor.after(list, shown.getLast().key) : null);
  }

  /** The same page of other items. */
  public <R> Page<R> map(Function<T, R> shape) {
    return new Page<>(items.stream().map(shape).toList(), next);
  }
}
